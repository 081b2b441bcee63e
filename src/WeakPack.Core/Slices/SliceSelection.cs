using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using WeakPack.Metadata;
using WeakPack.Tables;
using WeakPack.Units;

namespace WeakPack.Slices;

/// <summary>Finds the rows that a slice has: some types with everything that is theirs, and whatever these name.</summary>
/// <remarks>
/// A row is taken with what belongs to it, or only needed: a strong type that code names is there by its name, its base and the members that are
/// named, without attributes, layout and code.
/// </remarks>
internal sealed class SliceSelection
{
    private const int UserString = 0x70;

    private readonly MetadataImage _image;
    private readonly MetadataReader _reader;
    private readonly TableCells _cells;
    private readonly HashSet<int> _leftOut = [];
    private readonly Queue<int> _added = new();
    private readonly BlobBuilder _nowhere = new();
    private readonly HashSet<int> _signatures = []; // by their places: many rows have the same
    private readonly Func<int, int> _need;
    private bool _hasTaken;

    public SliceSelection(MetadataImage image)
    {
        _image = image;
        _reader = image.Reader;
        _cells = new TableCells(_reader);
        _need = NeedMentioned;
        Rows = new SliceRows(_cells);

        // All that a module has, whatever is in it: itself, and the type of its own functions.
        Need(Token(TableIndex.Module, 1));
        Need(Token(TableIndex.Assembly, 1));
        Need(Token(TableIndex.TypeDef, 1));
    }

    public TableCells Cells => _cells;

    public SliceRows Rows { get; }

    /// <summary>What becomes of a type, field or method that is named and was not taken. Where nothing is said of it, it is there by its name.</summary>
    public Action<int>? Claim { get; init; }

    /// <summary>For a slice in which all code runs: nothing may be named that was not taken.</summary>
    public static Action<int> Refuse(MetadataImage image) =>
        token => throw new BadImageFormatException($"something in it names {image.Describe(MetadataTokens.EntityHandle(token))} in a way that no compiler does");

    /// <summary>The method with which a program starts does so in the slice, if it is there.</summary>
    public bool IsProgram { get; init; } = true;

    /// <inheritdoc cref="SliceRows.IsTaken"/>
    public bool IsTaken(int token) => Rows.IsTaken(token);

    /// <summary>Leaves out a row that would be taken with what it belongs to; before <see cref="Complete"/>.</summary>
    public void LeaveOut(int token) => _leftOut.Add(token);

    /// <summary>Takes a row; what belongs to it follows.</summary>
    public void Take(int token)
    {
        if (!Rows.Take(token))
            return;
        _hasTaken = true;
        Need(token);
    }

    /// <summary>Takes a method as compilers see it: what it does and where another program has it is left out.</summary>
    public void TakeWithoutCode(MethodDefinitionHandle method)
    {
        _cells.Additions.RemoveCode(MetadataTokens.GetRowNumber(method));
        Take(MetadataTokens.GetToken(method));
    }

    /// <summary>Takes a type with its members and nested types, or one member of the implementation details.</summary>
    public void Take(GraphNode node)
    {
        // The members of implementation details are nodes of their own.
        var isDetails = node.Shell is null && node.IsHelper && CompilerGenerated.IsImplementationDetails(node.Name);
        if (node.Definition.Kind == HandleKind.TypeDefinition && !isDetails)
            TakeWhole((TypeDefinitionHandle)node.Definition);
        else
            Take(MetadataTokens.GetToken(node.Definition));
    }

    /// <summary>Adds all rows of a table, without what belongs to them.</summary>
    public void NeedAll(TableIndex table)
    {
        for (var row = 1; row <= _reader.GetTableRowCount(table); row++)
            Need(Token(table, row));
    }

    /// <summary>Adds the references that are used, be it by text in attributes alone; what rows name comes along by itself.</summary>
    public void NeedReferences(UsedScopes used)
    {
        foreach (var handle in _reader.AssemblyReferences)
        {
            if (used.Has(_reader, handle))
                Need(MetadataTokens.GetToken(handle));
        }
    }

    /// <summary>Takes a type with its members and nested types.</summary>
    private void TakeWhole(TypeDefinitionHandle top)
    {
        foreach (var type in _image.WithNested(top))
        {
            var row = MetadataTokens.GetRowNumber(type);
            Take(MetadataTokens.GetToken(type));
            TakeList(TableIndex.TypeDef, row, 4, TableIndex.Field);
            TakeList(TableIndex.TypeDef, row, 5, TableIndex.MethodDef);
        }
    }

    /// <summary>Adds a row without what belongs to it.</summary>
    public void Need(int token)
    {
        if (token != 0 && Rows.Add(token))
            _added.Enqueue(token);
    }

    /// <summary>Adds what belongs to the rows that were taken, and what all rows name.</summary>
    public void Complete()
    {
        do
        {
            TakeWhatBelongs();
            _hasTaken = false;
            while (_added.Count > 0)
                Follow(_added.Dequeue());
        }
        while (_hasTaken);
    }

    private void TakeWhatBelongs()
    {
        foreach (var method in Rows.Of(TableIndex.MethodDef).ToList())
            TakeList(TableIndex.MethodDef, method, 5, TableIndex.Param);
        TakeMapped(TableIndex.PropertyMap, TableIndex.Property);
        TakeMapped(TableIndex.EventMap, TableIndex.Event);
        foreach (var table in OwnedRows.Tables)
            TakeOwned(table);
    }

    private void TakeList(TableIndex table, int row, int column, TableIndex members)
    {
        if (!IsTaken(Token(table, row)))
            return;
        var (begin, end) = _cells.List(table, row, column);
        for (var member = begin; member < end; member++)
        {
            if (!IsLeftOut(Token(members, member)))
                Take(Token(members, member));
        }
    }

    private void TakeMapped(TableIndex map, TableIndex members)
    {
        var types = _cells.Column(map, 0);
        for (var row = 1; row <= types.Rows; row++)
        {
            if (!IsTaken(types.Token(row)) || IsLeftOut(Token(map, row)))
                continue;
            Take(Token(map, row));
            TakeList(map, row, 1, members);
        }
    }

    // The rows of a table, once for all owners: searched for each, they would be decoded as often.
    private void TakeOwned(TableIndex table)
    {
        var owners = _cells.Column(table, OwnedRows.OwnerColumn(table));
        for (var row = 1; row <= owners.Rows; row++)
        {
            if (IsTaken(owners.Token(row)) && !IsLeftOut(Token(table, row)) && !IsOfMissingCode(table, row))
                Take(Token(table, row));
        }
    }

    private bool IsLeftOut(int token) => _leftOut.Count > 0 && _leftOut.Contains(token);

    // That a method is a property's, and where another program has its code.
    private bool IsOfMissingCode(TableIndex table, int row) => table switch
    {
        TableIndex.MethodSemantics => !IsTaken(_cells.Token(table, row, 1)),
        TableIndex.ImplMap => _cells.Token(table, row, 1) is var member && member >>> 24 == (int)TableIndex.MethodDef && _cells.Additions.HasNoCode(member & 0xFFFFFF),
        _ => false,
    };

    private void Follow(int token)
    {
        var table = (TableIndex)(token >>> 24);
        var row = token & 0xFFFFFF;
        if (table is TableIndex.TypeDef or TableIndex.Field or TableIndex.MethodDef && !IsTaken(token))
            Claim?.Invoke(token);
        var columns = TableSchema.Columns(table);
        for (var i = 0; i < columns.Count; i++)
        {
            if (columns[i].Kind == 'i')
                Need(columns[i].Decode(_cells.Read(table, row, i)));
            else if (columns[i].Kind == 'b' && SliceBlobs.IsSignature(table))
                FollowSignature(_cells.Read(table, row, i), table == TableIndex.TypeSpec);
        }

        if (row > _reader.GetTableRowCount(table))
            return;
        switch (table)
        {
            case TableIndex.TypeDef:
                FollowType(MetadataTokens.TypeDefinitionHandle(row));
                break;
            case TableIndex.Field:
                Need(MetadataTokens.GetToken(_reader.GetFieldDefinition(MetadataTokens.FieldDefinitionHandle(row)).GetDeclaringType()));
                break;
            case TableIndex.MethodDef:
                FollowMethod(MetadataTokens.MethodDefinitionHandle(row));
                break;
            case TableIndex.TypeRef when _image.Scope(MetadataTokens.TypeReferenceHandle(row)).Kind == HandleKind.ModuleDefinition:
                // A linked assembly refers to itself (ECMA-335 II.22.38).
                if (_image.Find(_image.FullName(MetadataTokens.TypeReferenceHandle(row))) is { } own)
                    Need(MetadataTokens.GetToken(own));
                break;
        }
    }

    private void FollowSignature(int place, bool isTypeSpecification)
    {
        // What begins at one place is as a type another thing than as a signature. An added one names nothing.
        if (_cells.Additions.Blob(place) is not null || !_signatures.Add(isTypeSpecification ? ~place : place))
            return;
        SignatureTokens.Copy(SliceBlobs.Reader(_reader, place), isTypeSpecification, _need, _nowhere);
        _nowhere.Clear();
    }

    private void FollowType(TypeDefinitionHandle handle)
    {
        var type = _reader.GetTypeDefinition(handle);
        if (type.Attributes.IsNested())
            NeedNesting(handle);
        if (IsTaken(MetadataTokens.GetToken(handle)))
            return;

        foreach (var parameter in type.GetGenericParameters())
            Need(MetadataTokens.GetToken(parameter));
        if (type.BaseType.IsNil || _image.TypeName(type.BaseType) != "System.Enum")
            return;
        foreach (var field in type.GetFields())
        {
            if ((_reader.GetFieldDefinition(field).Attributes & FieldAttributes.Static) == 0)
                Need(MetadataTokens.GetToken(field)); // tells how large it is
        }
    }

    // The table is sorted, or else the image would not have been opened.
    private void NeedNesting(TypeDefinitionHandle nested)
    {
        var (first, behind, sought) = (1, _cells.Rows(TableIndex.NestedClass) + 1, MetadataTokens.GetRowNumber(nested));
        while (first < behind)
        {
            var middle = (first + behind) / 2;
            if (_cells.Read(TableIndex.NestedClass, middle, 0) < sought)
                first = middle + 1;
            else
                behind = middle;
        }

        if (_cells.Read(TableIndex.NestedClass, first, 0) != sought)
            throw new BadImageFormatException("a nested type is in no other");
        Need(Token(TableIndex.NestedClass, first));
    }

    private void FollowMethod(MethodDefinitionHandle handle)
    {
        var method = _reader.GetMethodDefinition(handle);
        Need(MetadataTokens.GetToken(method.GetDeclaringType()));
        if (!IsTaken(MetadataTokens.GetToken(handle)))
        {
            foreach (var parameter in method.GetGenericParameters())
                Need(MetadataTokens.GetToken(parameter));
        }
        else if (SliceBodies.HasIl(method) && !_cells.Additions.HasNoCode(MetadataTokens.GetRowNumber(handle)))
        {
            BodyTokens.Map(BodyTokens.Read(_image.Pe, method.RelativeVirtualAddress), _need);
        }
    }

    private int NeedMentioned(int token)
    {
        if (token >>> 24 != UserString)
            Need(token);
        return token;
    }

    private static int Token(TableIndex table, int row) => ((int)table << 24) | row;
}
