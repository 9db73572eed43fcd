using Belamy.Reports;
using Belamy.Studio.Web;

namespace Belamy.Studio.Pages;

/// <summary>What all pages have.</summary>
internal static class Layout
{
    /// <summary>A page.</summary>
    /// <param name="title">Its title.</param>
    /// <param name="script">Its module among the assets, without ending; null for none.</param>
    /// <param name="main">What is in it.</param>
    /// <param name="place">The entry of the navigation that it is.</param>
    public static Html Page(string title, string? script, Html main, string place = "") => Html.Of($"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>{title} · Belamy</title>
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
        <link rel="stylesheet" href="/assets/uplot/uPlot.min.css">
        <link rel="stylesheet" href="/assets/studio.css">
        <script src="/assets/theme.js"></script>
        {(script is null ? default : Html.Of($"""<script type="module" src="/assets/{script}.js"></script>"""))}
        </head>
        <body>
        <a class="skip" href="#main">Skip to content</a>
        <header class="top">
          <div class="top-inner">
            <a class="brand" href="/"><svg viewBox="0 0 24 24" aria-hidden="true"><rect x="1.5" y="1.5" width="21" height="21" rx="4"/><circle cx="12" cy="9.5" r="4"/><path d="M4.5 22.5c.8-4.6 3.8-7 7.5-7s6.7 2.4 7.5 7"/></svg>Belamy</a>
            <nav aria-label="Main">
              {Entry("/", "Runs", place)}
              {Entry("/new", "New run", place)}
              {Entry("/game", "Game", place)}
            </nav>
            <button class="icon" id="theme" type="button" aria-label="Light or dark" title="Light or dark"><svg viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="8.5"/><path class="half" d="M12 3.5a8.5 8.5 0 0 1 0 17z"/></svg></button>
          </div>
        </header>
        <main id="main" tabindex="-1">
        {main}
        </main>
        <div id="toasts" role="status" aria-live="polite"></div>
        </body>
        </html>
        """);

    /// <summary>A mark that says how a run stands.</summary>
    public static Html Pill(string state, string text) => Html.Of($"""<span class="pill" data-state="{state}">{text}</span>""");

    private static Html Entry(string address, string name, string place) =>
        Html.Of($"""<a href="{address}"{(name == place ? new Html(" aria-current=\"page\"") : default)}>{name}</a>""");
}
