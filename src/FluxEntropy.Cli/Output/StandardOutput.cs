using System.Runtime.InteropServices;
using System.Text;

namespace FluxEntropy.Cli.Output;

/// <summary>
/// Standard output in a file or a pipe. .NET's own stream drops what no one reads any more without a word, so that a long command
/// would run to its end for nothing; this one throws an <see cref="OutputClosedException"/>. What is written is never held back.
/// </summary>
internal sealed class StandardOutput : Stream
{
    private const int Descriptor = 1;
    private const int Interrupted = 4; // EINTR
    private const int WouldBlock = 11; // EAGAIN: whoever shares the pipe has made it non-blocking
    private const int BrokenPipe = 32; // EPIPE
    private const short CanBeWritten = 4; // POLLOUT
    private const int Forever = -1;
    private const int UnicodePage = 65001;

    private StandardOutput() { }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Standard output for bytes.</summary>
    public static Stream Open() => Console.IsOutputRedirected ? new StandardOutput() : Console.OpenStandardOutput();

    /// <summary>Standard output for text, which any thread may write; on a terminal it is the console's.</summary>
    public static TextWriter OpenText() =>
        Console.IsOutputRedirected
            ? TextWriter.Synchronized(new StreamWriter(new StandardOutput(), TextEncoding()) { AutoFlush = true })
            : Console.Out;

    /// <exception cref="OutputClosedException">The program that read it has closed it.</exception>
    /// <exception cref="IOException">It cannot be written: the disk is full, for example.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            var written = WriteNative(Descriptor, ref MemoryMarshal.GetReference(buffer), buffer.Length);
            if (written >= 0)
                buffer = buffer[(int)written..];
            else
                WaitOrThrow(Marshal.GetLastPInvokeError());
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush() { }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private static void WaitOrThrow(int error)
    {
        switch (error)
        {
            case Interrupted:
                break;
            case WouldBlock:
                var output = new Polled { Descriptor = Descriptor, Asked = CanBeWritten };
                _ = PollNative(ref output, 1, Forever);
                break;
            case BrokenPipe:
                throw new OutputClosedException();
            default:
                throw new IOException($"cannot write standard output: {Marshal.GetPInvokeErrorMessage(error)}", error);
        }
    }

    // A byte order mark has no place in a pipe.
    private static Encoding TextEncoding() =>
        Console.OutputEncoding is { CodePage: not UnicodePage } other ? other : new UTF8Encoding(false);

    [DllImport("libc", EntryPoint = "write", SetLastError = true)]
    private static extern nint WriteNative(int descriptor, ref byte buffer, nint length);

    [DllImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static extern int PollNative(ref Polled polled, nuint count, int milliseconds);

    [StructLayout(LayoutKind.Sequential)]
    private struct Polled // pollfd
    {
        public int Descriptor;
        public short Asked;
        public short Found;
    }
}
