using System.Text;
using WeakPack.ImportLibraries;

namespace WeakPack.Core.Tests.ImportLibraries;

[TestClass]
public sealed class PlainTextTests
{
    [TestMethod]
    public void A_letter_is_plain_or_not_wherever_it_stands()
    {
        for (var letter = 0; letter <= byte.MaxValue; letter++)
        {
            var isPlain = letter is >= ' ' and <= '~' and not ('<' or '&');
            for (var length = 1; length <= 19; length++)
            {
                for (var place = 0; place < length; place++)
                {
                    var text = Encoding.ASCII.GetBytes(new string('a', length));
                    text[place] = (byte)letter;
                    Assert.AreEqual(isPlain, PlainText.Is(text), $"0x{letter:X2} at {place} of {length}");
                }
            }
        }
    }

    [TestMethod]
    [DataRow("", true)]
    [DataRow("Acme.Pen`1+Tip, 1.0 [~}>]", true)]
    [DataRow("\u007F\u007F\u007F\u007F\u007F\u007F\u007F\u007F", false)]
    [DataRow("ÿÿÿÿÿÿÿÿ", false)]
    public void Text_is_plain_when_all_of_its_letters_are(string text, bool isPlain) => Assert.AreEqual(isPlain, PlainText.Is(Encoding.UTF8.GetBytes(text)));
}
