using System.Diagnostics.CodeAnalysis;

// Emitted loops call methods of vectors by name, which ILLink.Descriptors.xml keeps in programs that are trimmed.
[assembly: UnconditionalSuppressMessage("Trimming", "IL2055", Scope = "module", Justification = "Vectors of numbers ask nothing of their elements.")]
[assembly: UnconditionalSuppressMessage("Trimming", "IL2060", Scope = "module", Justification = "Methods of vectors ask nothing of their elements.")]
[assembly: UnconditionalSuppressMessage("Trimming", "IL2070", Scope = "module", Justification = "The methods of vectors are kept.")]
[assembly: UnconditionalSuppressMessage("Trimming", "IL2080", Scope = "module", Justification = "The methods of vectors are kept.")]
