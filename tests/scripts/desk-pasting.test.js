// What other programs put on the clipboard, in the shapes in which they do, and the lines that are made of it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { pasted } from "../../reports/static/reports/desk/lines.js";
import { linesOfHtml } from "../../reports/static/reports/desk/pasting.js";

/** @param {string} html */
const lines = (html) => pasted(linesOfHtml(html).text);
const BLANKS = "<span\nstyle='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;\n</span>";

/** An item of Word, its sign between the marks for programs without lists. */
const item = (/** @type {number} */ level, /** @type {string} */ sign, /** @type {string} */ words, place = "Middle") =>
  `<p class=MsoListParagraphCxSp${place} style='margin-left:${20 * level}.0pt;mso-para-margin-left:\n0gd;text-indent:-18.0pt;mso-list:l0 level${level} lfo1'><![if !supportLists]><span\nlang=EN-US style='font-family:Symbol;mso-bidi-font-family:Symbol'><span style='mso-list:Ignore'>${sign}${BLANKS}</span></span><![endif]><span\nlang=EN-US>${words}<o:p></o:p></span></p>\n\n`;

test("lists of Word keep their levels, and their own marks where these say more", () => {
  const head = "<html xmlns:o=\"urn:schemas-microsoft-com:office:office\">\n<head>\n<meta name=Generator content=\"Microsoft Word 15\">\n<!--[if gte mso 9]><xml><w:WordDocument>a</w:WordDocument></xml><![endif]-->\n<style>\n<!-- p.MsoNormal {margin:0cm;} -->\n</style>\n</head>\n<body lang=KO>\n<!--StartFragment-->\n\n";
  const foot = "<!--EndFragment-->\n</body>\n</html>";
  const word = `${head}<p class=MsoNormal><span>들어가는 글<o:p></o:p></span></p>${item(1, "·", "청년 상담", "First")}${item(2, "o", "대면 1,200명 &amp; 온라인")}${item(3, "§", "세부")}${item(1, "1.", "첫째 일")}${item(2, "-", "줄표", "Last")}${foot}`;
  assert.equal(lines(word), "들어가는 글\n○ 청년 상담\n  - 대면 1,200명 & 온라인\n    · 세부\n○ 1. 첫째 일\n  - 줄표");
  const own = item(1, "□", "추진현황", "First") + item(2, "○", "상담") + item(3, "-", "대면") + item(3, "※", "기준", "Last");
  assert.equal(lines(own), "□ 추진현황\n○ 상담\n  - 대면\n    ※ 기준");
});

test("a sign of Word is no word, in a span of its own or only between its marks", () => {
  const marks = "<p class=MsoListParagraph style='margin-left:36.0pt;mso-list:l0 level1 lfo1'><!--[if !supportLists]--><span style='font-family:Symbol'>&#183;<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp; </span></span><!--[endif]-->하나</p>";
  const ignored = "<p class=MsoListParagraph style='mso-list:l1 level2 lfo1'><span style='mso-list:Ignore'>o<span>&nbsp; </span></span>둘</p>";
  assert.equal(lines(marks + ignored), "○ 하나\n  - 둘");
});

test("paragraphs of Hancom hold their marks as letters, and the plain text is taken", () => {
  const html = "<HTML>\n<HEAD>\n<STYLE type=\"text/css\">\n<!--\np.HStyle0, li.HStyle0 {style-name:\"바탕글\"; margin-left:0.0pt;}\n-->\n</STYLE>\n</HEAD>\n<BODY>\n<!--StartFragment-->\n<P CLASS=HStyle0><SPAN STYLE='font-family:\"HY헤드라인M\"'>□ 추진현황</SPAN></P>\n\n<P CLASS=HStyle0 STYLE='margin-left:11.2pt;text-indent:-11.2pt;'><SPAN STYLE='font-family:\"휴먼명조\";letter-spacing:-6%'>&nbsp;○ 상담 : </SPAN><SPAN>13,869명</SPAN></P>\n\n<P CLASS=HStyle0><SPAN>&nbsp;&nbsp;&nbsp;- 대면·온라인</SPAN></P>\n<!--EndFragment-->\n</BODY>\n</HTML>";
  const { structured, text } = linesOfHtml(html);
  assert.equal(structured, false);
  // The same lines, where a browser gives no plain text.
  assert.equal(pasted(text), "□ 추진현황\n○ 상담 : 13,869명\n  - 대면·온라인");
  assert.equal(pasted("□ 추진현황\r\n ○ 상담 : 13,869명\r\n   - 대면·온라인\r\n"), pasted(text));
});

test("nested lists of LibreOffice and of pages keep their levels, numbers and headings", () => {
  const office = "<!DOCTYPE html><html><body><ul>\n<li><p style=\"margin-bottom: 0cm\">상담</p>\n<ul>\n<li><p>대면</p></li>\n<li><p>온라인</p>\n<ul><li><p>영상</p></li></ul></li></ul></li>\n<li><p>취업</p></li>\n</ul><p>맺음</p></body></html>";
  assert.equal(lines(office), "○ 상담\n  - 대면\n  - 온라인\n    · 영상\n○ 취업\n맺음");
  const page = "<h2>추진&nbsp;현황</h2><p>모두 &lt;30곳&gt;</p><ol><li>첫째<li>둘째<ul><li>가</li></ul></li></ol><ul><li>- 이미 줄표</li></ul>";
  assert.equal(lines(page), "□ 추진 현황\n모두 <30곳>\n○ 1. 첫째\n○ 2. 둘째\n  - 가\n  - 이미 줄표");
  const online = '<div class="ListContainerWrapper"><ul><li data-aria-level="1"><p>하나</p></li></ul></div><div><ul><li data-aria-level="2"><p>둘</p></li></ul></div>';
  assert.equal(lines(online), "○ 하나\n  - 둘");
});

test("what is broken or empty breaks nothing", () => {
  for (const html of ["", "<", "<p", "</ul></li></span>", "<![endif]>", "<span style='mso-list:Ignore'>", "&#99999999;&#xffffff;&foo;", "<ul>".repeat(2000)]) assert.equal(typeof linesOfHtml(html).text, "string");
  assert.deepEqual(linesOfHtml("가 < 나"), { text: "가 < 나", structured: false });
  assert.deepEqual(linesOfHtml("<script>알림</script>가"), { text: "가", structured: false });
});
