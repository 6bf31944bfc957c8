namespace FluxEntropy.Analysis.Reports;

/// <summary>The style sheet of a report's page.</summary>
internal static class HtmlStyle
{
    public const string Css = """
        :root { color-scheme: light; --ink: #1b1f24; --soft: #59636e; --line: #d8dee4; }
        * { box-sizing: border-box; }
        body { margin: 0 auto; max-width: 62rem; padding: 2.5rem 1.5rem 5rem; color: var(--ink); background: #fff;
          font: 16px/1.55 system-ui, "DejaVu Sans", sans-serif; }
        h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 1rem; }
        h2 { font-size: 1.2rem; margin: 3rem 0 .4rem; padding-top: 1.2rem; border-top: 1px solid var(--line); }
        p { max-width: 46rem; margin: .4rem 0 1rem; }
        ul.answers { padding: 1rem 1rem 1rem 2.2rem; margin: 0; background: #eef4fb; border-radius: .5rem; }
        ul.warnings { padding: 1rem 1rem 1rem 2.2rem; margin: 1rem 0; background: #fff5e0; border-radius: .5rem; }
        li { margin: .2rem 0; }
        figure { margin: 1.2rem 0 1.8rem; }
        figure img { max-width: 100%; height: auto; display: block; }
        figcaption, .more { color: var(--soft); font-size: .88rem; margin-top: .3rem; max-width: 46rem; }
        .wide { overflow-x: auto; }
        table { border-collapse: collapse; font-size: .85rem; margin: .6rem 0; font-variant-numeric: tabular-nums; }
        th, td { padding: .28rem .7rem; text-align: right; border-bottom: 1px solid var(--line); white-space: nowrap; }
        th { font-weight: 600; }
        td.text, th.text { text-align: left; }
        td.long { white-space: normal; min-width: 20rem; }
        pre { background: #f6f8fa; padding: 1rem; border-radius: .5rem; overflow-x: auto;
          font: 13px/1.4 "DejaVu Sans Mono", ui-monospace, monospace; }
        .heat { line-height: 2; font: 15px/2 "DejaVu Sans Mono", ui-monospace, monospace; white-space: pre-wrap;
          overflow-wrap: anywhere; }
        .heat span { padding: .15rem 0; border-radius: .15rem; }
        footer { margin-top: 4rem; color: var(--soft); font-size: .85rem; }
        """;
}
