"""Text in complex scripts, and a document with all that a book has."""

ARABIC = (
    "يجب أن تحمي كلُّ منظمةٍ الأطفالَ من العنف والاستغلال، وأن تعمل مع المجتمعات المحلية (المادة ١٢) لضمان سلامتهم. "
    "لا يجوز فصل الأطفال عن أسرهم إلا عند الضرورة القصوى، ولا تُجمع البيانات إلا بموافقتهم."
)
URDU = (
    "انسانی ہمدردی کے کاموں میں بچوں کا تحفظ ہر ادارے کی ذمہ داری ہے۔ بچوں کو تشدد، استحصال اور غفلت سے محفوظ رکھنا "
    "ضروری ہے۔ نستعلیق میں لکھا گیا متن پڑھا اور تلاش کیا جا سکے۔"
)
NEPALI = (
    "मानवीय कार्यमा बालबालिकाको संरक्षण सबै संस्थाको जिम्मेवारी हो। बालबालिकालाई हिंसा, शोषण र दुर्व्यवहारबाट "
    "जोगाउनुपर्छ। क्षेत्र, श्रृङ्खला, ज्ञान।"
)
SCRIPTS = {
    "ar": (ARABIC, "rtl", "HB Naskh"),
    "ar-sans": (ARABIC, "rtl", "HB Sans Arabic"),
    "ur": (URDU, "rtl", "HB Nastaliq"),
    "ne": (NEPALI, "ltr", "HB Serif Devanagari"),
    "ne-sans": (NEPALI, "ltr", "HB Sans Devanagari"),
}
CHINESE = (
    "<p>儿童保护最低标准在人道主义行动中规定了各机构应当共同遵守的原则与做法。\u200b“儿童”是指十八岁以下的每一个人，\u200b“保护”是指预防和应对"
    "虐待、忽视、剥削与暴力。2019年版CPMS Handbook共有28项标准——涵盖四个领域……各国团队可以调整指标。</p>"
    "<p>含有<b>加粗文字</b>和<a href='https://example.org'>链接文字很长可以跨行显示</a>的段落，数字12345与English words混排。</p>"
)
DOT = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
CIRCLE = 'width="20" height="20" viewBox="0 0 10 10"><circle cx="5" cy="5" r="4" fill="red"/></svg>'
ROWS = "".join(f'<tr><th scope="row">r{i}</th><td>a{i}</td><td>b{i}</td></tr>' for i in range(30))
BOOK_CSS = """
@page { @top-center { content: string(head) } @bottom-right { content: counter(page) } @footnote { border-top: 1pt solid black } }
body { text-align: justify; hyphens: auto; font-family: 'HB Serif', 'HB Naskh' } h1 { string-set: head content() }
.note { float: footnote } nav a::after { content: leader('.') target-counter(attr(href), page) }
table { border-collapse: collapse } td, th { border: 1pt solid } blockquote { background: #eee; box-shadow: 0 0 0 1pt red }
"""
BOOK = f"""
<nav role="doc-toc"><h1>Contents</h1><ol><li><a href="#a">Alpha</a><ol><li><a href="#b">Beta</a></li></ol></li></ol></nav>
<section id="a"><h1>Alpha</h1>
<p>Text with <em>emphasis <b>bold</b></em>, <span lang="fr">du français</span>, <code>code</code>, <q>quote</q>,
<abbr title="World Health Organization">WHO</abbr> and a note<span class="note">The note <i>itself</i> with
<a href="https://example.org/x">a link</a>.</span>. <a href="https://example.org" title="Example site">here <b>bold</b> link
that is long enough to run over two lines of this narrow page</a>.</p>
<ul><li>tight<ul><li>nested</li></ul></li><li><p>loose</p><p>second</p></li></ul><ol><li>one</li></ol>
<dl><dt>Term</dt><dd>Description</dd><dt>First</dt><dt>Second</dt><dd><p>Both</p></dd></dl>
<div>Bare text <div>inner</div> after</div><blockquote>Quoted</blockquote>
<figure><img src="{DOT}" alt="A dot" style="width: 2cm; height: 1cm"><figcaption>Caption</figcaption></figure>
<figure><table><tr><td>cell</td></tr></table><figcaption>Table caption</figcaption></figure>
<p><img alt="" src="{DOT}" style="width: 1cm"> decorated <svg role="img" aria-label="Icon" {CIRCLE}
<svg aria-hidden="true" {CIRCLE} <span aria-hidden="true">hidden <b>too</b></span> <a href="#b"><img src="{DOT}" alt="Go"></a></p>
<table><caption>Table</caption><thead><tr><th>H1</th><th colspan="2">H2</th></tr></thead><tbody>{ROWS}</tbody></table></section>
<section id="b"><h2>Beta</h2><p>See <a href="#a">Alpha</a>, and <span lang="ar" dir="rtl">حماية الطفل</span>.</p></section>
"""
FURNITURE_CSS = f"""
@page {{ bleed: 5mm; marks: crop cross; background: linear-gradient(red, blue); @left-middle {{ content: "x"; background: red }} }}
.columns {{ columns: 2; column-rule: 1pt solid red }} .line {{ outline: 1pt solid red; text-decoration: underline }}
.shade {{ background: linear-gradient(red, blue); border: 2pt dashed }} .inside li {{ list-style-position: inside }}
.image {{ list-style-image: url("{DOT}") }} .before::before {{ content: url("{DOT}") }} a {{ background: yellow }}
.block {{ display: inline-block; border: 1pt solid }} .float {{ float: left; width: 2cm }} .place {{ position: absolute; top: 0 }}
.flex {{ display: flex }} .grid {{ display: grid; grid-template-columns: 1fr 1fr }} .turn {{ transform: rotate(5deg) }}
"""
FURNITURE = """
<h1>Title</h1><hr><p class="line">underlined</p><div class="columns"><p>one two three four five</p><p>six</p></div>
<p class="shade">shaded</p><ul class="image"><li>image</ul><ul class="inside"><li>inside</ul><ul style="list-style-type: '– '"><li>dash</ul>
<p>before <span class="block">inside <b>block</b></span> after</p><div class="float">float</div><p>beside</p><div class="place">placed</div>
<div class="flex"><p>one</p><div>two</div>three</div><div class="grid"><span>a</span><span>b</span></div><p class="turn">turned</p>
<p class="before">before</p><pre>as it is
 typed</pre><p>a<br>b <sup>2</sup> &shy;soft&shy;hyphen</p><table><tr><th rowspan="2">A<td>b<tr><td>c</table>
<svg role="img" aria-label="drawn" width="30" height="30" viewBox="0 0 30 30"><text x="1" y="20">Te</text></svg>
"""
