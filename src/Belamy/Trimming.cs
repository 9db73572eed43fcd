using System.Diagnostics.CodeAnalysis;

// The library looks through its own types and their settings, which ILLink.Descriptors.xml keeps in programs that are trimmed.
[assembly: UnconditionalSuppressMessage("Trimming", "IL2026", Scope = "module", Justification = "The types that are looked through are kept.")]
[assembly: UnconditionalSuppressMessage("Trimming", "IL2067", Scope = "module", Justification = "The types that are made are kept with their constructors.")]
[assembly: UnconditionalSuppressMessage("Trimming", "IL2070", Scope = "module", Justification = "The types that are looked through are kept with their members.")]
[assembly: UnconditionalSuppressMessage("Trimming", "IL2075", Scope = "module", Justification = "The types that are looked through are kept with their members.")]
