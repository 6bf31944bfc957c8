using Spectre.Console;

namespace FluxEntropy.Cli.Output;

/// <summary>A character as <see cref="FlowingText"/> shows it.</summary>
/// <param name="Text">The character, or the sign for it.</param>
/// <param name="Width">Columns that it takes.</param>
/// <param name="Style">Its style.</param>
/// <param name="MayBegin">Whether a line may break before it.</param>
/// <param name="Ends">Whether it ends its line.</param>
internal readonly record struct Glyph(string Text, int Width, Style Style, bool MayBegin, bool Ends);
