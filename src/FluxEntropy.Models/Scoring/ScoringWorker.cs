using System.Runtime.InteropServices;
using System.Threading.Channels;
using FluxEntropy.Models.Kernels;
using FluxEntropy.Models.Kernels.Cpu;
using FluxEntropy.Models.Native;
using FluxEntropy.Models.Scoring.Heads;
using FluxEntropy.Models.Transformers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluxEntropy.Models.Scoring;

/// <summary>
/// One operating-system thread with scratch of its own over shared weights: takes batches until there are no more.
/// </summary>
internal sealed class ScoringWorker
{
    private readonly ChannelReader<ScoringWindow[]> _batches;
    private readonly TransformerWeights _weights;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal ScoringWorker(string name, ChannelReader<ScoringWindow[]> batches, TransformerWeights weights)
    {
        (_batches, _weights) = (batches, weights);
        new Thread(Run) { Name = name, IsBackground = true }.Start();
    }

    /// <summary>Completes when the thread has let go of its memory.</summary>
    internal Task Ended => _ended.Task;

    private void Run()
    {
        try
        {
            set_num_threads(1);
            using var inference = inference_mode();
            var (kernels, logitHead) = _weights.IsPacked ? OnCpu() : OnAnyDevice();
            using var head = logitHead;
            using var transformer = new Transformer(_weights, kernels);
            Take(batch => Score(batch, transformer, head));
        }
        catch (Exception e)
        {
            // A worker that could not be set up says so to every caller instead of leaving them waiting.
            Take(batch => Fail(batch, e));
        }

        _ended.TrySetResult();
    }

    private (IKernels Kernels, ILogitHead Head) OnCpu()
    {
        var kernels = new CpuKernels();
        return (kernels, new CpuLogitHead(_weights.Head, kernels, _weights.Spec.LogitSoftCap));
    }

    private (IKernels Kernels, ILogitHead Head) OnAnyDevice()
    {
        var kernels = new TorchKernels();
        return (kernels, new TorchLogitHead(_weights.Head, kernels, _weights.Spec.LogitSoftCap));
    }

    private void Take(Action<ScoringWindow[]> handle)
    {
        while (_batches.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (_batches.TryRead(out var batch))
                handle(batch);
        }
    }

    private static void Score(ScoringWindow[] batch, Transformer transformer, ILogitHead head)
    {
        var windows = Array.FindAll(batch, window => !window.Document.IsAbandoned);
        if (windows.Length == 0)
            return;
        try
        {
            using (NewDisposeScope())
            {
                var states = transformer.Forward(new PackedBatch([.. windows.Select(window => window.Ids)]));
                var rows = ScoredRow.Of(windows);
                for (var first = 0; first < rows.Count; first += head.MostRows)
                    Reduce(states, rows.GetRange(first, Math.Min(head.MostRows, rows.Count - first)), head);
            }
            foreach (var window in windows)
                window.Document.EndWindow(); // after the scope: whoever awaits finds no tensor of this work alive
        }
        catch (ExternalException e)
            when (windows.Length > 1 && e.Message.Contains("memory", StringComparison.OrdinalIgnoreCase))
        {
            // Too much for the device at once: half of it may fit.
            Score(windows[..(windows.Length / 2)], transformer, head);
            Score(windows[(windows.Length / 2)..], transformer, head);
        }
        catch (Exception e)
        {
            // Whatever happened, its callers must hear of it, and the thread must live on for the others.
            Fail(windows, e);
        }
    }

    private static void Fail(ScoringWindow[] windows, Exception error)
    {
        foreach (var window in windows)
            window.Document.Fail(TorchException.Wrap(error));
    }

    private static void Reduce(Tensor states, List<ScoredRow> rows, ILogitHead head)
    {
        var topK = rows.Max(row => row.Document.TopK);
        using var part = Gather(states, rows);
        var reduced = head.Reduce(part, [.. rows.Select(row => row.Target)], topK);
        for (var i = 0; i < rows.Count; i++)
            rows[i].Document.Write(rows[i].Position, reduced[i], rows[i].Document.TopK > 0 ? head.Top(i) : null);
    }

    /// <summary>Scored rows are neighbours but where windows overlap.</summary>
    private static Tensor Gather(Tensor states, List<ScoredRow> rows)
    {
        if (rows[^1].Row - rows[0].Row == rows.Count - 1)
            return states.narrow(0, rows[0].Row, rows.Count);
        using var indices = torch.tensor(rows.Select(row => (long)row.Row).ToArray(), device: states.device);
        return states.index_select(0, indices);
    }

    /// <summary>A row of the batch whose distribution is wanted, and where its statistics go.</summary>
    private readonly record struct ScoredRow(int Row, DocumentInProgress Document, int Position)
    {
        internal int Target => Position + 1 < Document.Ids.Length ? Document.Ids[Position + 1] : -1;

        internal static List<ScoredRow> Of(ScoringWindow[] windows)
        {
            var rows = new List<ScoredRow>();
            var start = 0;
            foreach (var window in windows)
            {
                for (var position = window.FirstScored; position < window.End; position++)
                    rows.Add(new ScoredRow(start + window.RowOf(position), window.Document, position));
                start += window.Length;
            }

            return rows;
        }
    }
}
