namespace System
{
    /// <summary>What <c>text[^1]</c> is made of.</summary>
    public readonly struct Index : IEquatable<Index>
    {
        private readonly int _value;

        public Index(int value, bool fromEnd = false) =>
            _value = value < 0 ? throw new ArgumentOutOfRangeException(nameof(value)) : fromEnd ? ~value : value;

        public int Value => IsFromEnd ? ~_value : _value;

        public bool IsFromEnd => _value < 0;

        public static Index Start => new(0);

        public static Index End => new(0, fromEnd: true);

        public static implicit operator Index(int value) => new(value);

        public int GetOffset(int length) => IsFromEnd ? length - Value : Value;

        public bool Equals(Index other) => _value == other._value;

        public override bool Equals(object? other) => other is Index index && Equals(index);

        public override int GetHashCode() => _value;

        public override string ToString() => IsFromEnd ? "^" + Value : Value.ToString();
    }

    /// <summary>What <c>text[1..]</c> is made of.</summary>
    public readonly struct Range(Index start, Index end) : IEquatable<Range>
    {
        public Index Start => start;

        public Index End => end;

        public static Range All => new(Index.Start, Index.End);

        public static Range StartAt(Index start) => new(start, Index.End);

        public static Range EndAt(Index end) => new(Index.Start, end);

        public (int Offset, int Length) GetOffsetAndLength(int length)
        {
            var from = Start.GetOffset(length);
            var to = End.GetOffset(length);
            return (uint)to > (uint)length || (uint)from > (uint)to
                ? throw new ArgumentOutOfRangeException(nameof(length))
                : (from, to - from);
        }

        public bool Equals(Range other) => Start.Equals(other.Start) && End.Equals(other.End);

        public override bool Equals(object? other) => other is Range range && Equals(range);

        public override int GetHashCode() => (Start.GetHashCode() * 31) + End.GetHashCode();

        public override string ToString() => $"{Start}..{End}";
    }
}
