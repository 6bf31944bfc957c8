using System.Runtime.CompilerServices;

namespace FluxEntropy.Models.Tokenizers.ChatTemplates.Values;

/// <summary>
/// What rendering one conversation may cost, since a template is a program that came with a model: steps, the length of any
/// text, and depth. Whoever makes or walks something charges for it before it is made.
/// </summary>
internal sealed class Budget
{
    /// <summary>Longest text that a template may make. [UTF-16 units]</summary>
    public const int MaxText = 1 << 24;

    private const long BaseSteps = 10_000_000;
    private const int StepsPerCharacter = 4; // of the conversation: a long one may be copied some thirty times
    private const int CharactersPerStep = 8;
    private const int MaxDepth = 1_000;

    private readonly long _allowed;
    private long _steps;
    private int _depth;

    /// <param name="characters">Length of the conversation, in UTF-16 units.</param>
    public Budget(long characters = 0) => _steps = _allowed = BaseSteps + (StepsPerCharacter * characters);

    /// <summary>Line of the template that is being rendered.</summary>
    public int Line { get; set; }

    /// <summary>Pays for work; an item of a list is a step.</summary>
    /// <exception cref="TemplateFault">Nothing is left.</exception>
    public void Charge(long steps = 1)
    {
        if ((_steps -= steps) < 0)
            throw new TemplateFault(
                $"it takes more than {_allowed:N0} steps, which no conversation of this length needs"
            );
    }

    /// <summary>Pays for a text before it is made.</summary>
    /// <exception cref="TemplateFault">It would be too long.</exception>
    public void ChargeText(long length)
    {
        if (length > MaxText)
            throw new TemplateFault($"it makes a text of more than {MaxText >> 20} Mi characters");
        Charge(1 + (length / CharactersPerStep));
    }

    /// <summary>Goes a level down: into an expression, a block, a macro or a value that lies in another.</summary>
    /// <exception cref="TemplateFault">It is too deep.</exception>
    public void Enter()
    {
        Charge();
        if (++_depth > MaxDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw new TemplateFault(
                $"it is nested more than {MaxDepth:N0} levels deep; a macro may call itself without end"
            );
    }

    /// <summary>Goes up again.</summary>
    public void Leave() => _depth--;
}
