using Belamy.Tensors;

namespace Belamy.Optimization;

/// <summary>State of a game beside its networks: there already where a checkpoint was loaded, else created.</summary>
internal static class StoredState
{
    /// <summary>The parameter of that name, created full of zeros where there is none.</summary>
    /// <exception cref="BelamyException">A checkpoint brought one of another shape or type.</exception>
    public static Parameter FindOrCreate(this ParameterStore store, string name, Shape shape, ElementType elementType = ElementType.Float32)
    {
        if (store.Find(name) is not { } found)
            return store.Create(name, shape, elementType);
        return found.Shape == shape && found.ElementType == elementType
            ? found
            : throw new BelamyException($"the checkpoint holds {found}, but the game needs {elementType}{shape}; it was made with other settings, so start a new run");
    }
}
