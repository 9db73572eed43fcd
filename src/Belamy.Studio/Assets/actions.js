/** Says something that goes by itself. */
export function toast(text, isError = false) {
  const line = document.createElement('p');
  line.textContent = text;
  if (isError) line.className = 'failure';
  document.getElementById('toasts').append(line);
  setTimeout(() => line.remove(), isError ? 10000 : 4000);
}

/** Asks the studio for a change. Gives the answer, or null after having said why not. */
export async function post(address, body) {
  try {
    const answer = await fetch(address, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body ?? {}) });
    const text = await answer.text();
    if (!answer.ok) throw new Error(text.trim() || `The studio answered ${answer.status}.`);
    return text ? JSON.parse(text) : {};
  } catch (error) {
    toast(error instanceof TypeError ? 'The studio does not answer; is it still running?' : error.message, true);
    return null;
  }
}

/** Opens a dialog and gives the values of its form; null where it was cancelled. */
export function ask(id) {
  const dialog = document.getElementById(id);
  dialog.returnValue = 'cancel';
  // A button of another type, so that Enter means the other one.
  dialog.querySelector('[data-cancel]').onclick = () => dialog.close('cancel');
  dialog.showModal();
  dialog.querySelector('input')?.select();
  return new Promise(resolve => dialog.addEventListener('close', () =>
    resolve(dialog.returnValue === 'do' ? Object.fromEntries(new FormData(dialog.querySelector('form'))) : null), { once: true }));
}
