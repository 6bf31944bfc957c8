using Spectre.Console;
using Spectre.Console.Rendering;

namespace FluxEntropy.Cli.Output;

/// <summary>
/// The last stop of everything that a console prints: whatever would steer the terminal, or hide or reorder text, becomes a visible
/// sign, whoever printed it and wherever it came from.
/// </summary>
internal sealed class PrintableText : IRenderHook
{
    public IEnumerable<IRenderable> Process(RenderOptions options, IEnumerable<IRenderable> renderables) =>
        renderables.Select(renderable => new Printed(renderable));

    private sealed class Printed(IRenderable content) : IRenderable
    {
        public Measurement Measure(RenderOptions options, int maxWidth) => content.Measure(options, maxWidth);

        public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) =>
            content
                .Render(options, maxWidth)
                .Select(segment =>
                    segment.IsControlCode || segment.IsLineBreak || segment.Text.All(IsPlain)
                        ? segment
                        : new Segment(Printable.Line(segment.Text), segment.Style)
                );

        private static bool IsPlain(char letter) => letter is >= ' ' and < '\x7f';
    }
}
