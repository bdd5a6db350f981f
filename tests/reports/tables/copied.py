"""Tables as programs put them on the clipboard, made by hand after what these formats hold."""

EXCEL = """<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:x="urn:schemas-microsoft-com:office:excel" xmlns="http://www.w3.org/TR/REC-html40">
<head><meta http-equiv=Content-Type content="text/html; charset=utf-8"><meta name=Generator content="Microsoft Excel 15">
<style>
<!--table {mso-displayed-decimal-separator:"\\."; mso-displayed-thousand-separator:"\\,";}
.xl65 {mso-number-format:"\\#\\,\\#\\#0";}
-->
</style></head>
<body link="#0563C1" vlink="#954F72">
<table border=0 cellpadding=0 cellspacing=0 width=360 style='border-collapse:collapse;width:270pt'>
<!--StartFragment-->
 <col width=144 style='mso-width-source:userset;mso-width-alt:4608;width:108pt'>
 <col width=72 span=3 style='width:54pt'>
 <tr height=22 style='height:16.5pt'>
  <td rowspan=2 height=44 class=xl65 width=144 style='height:33.0pt;width:108pt'>구분</td>
  <td colspan=2 class=xl65>2018년</td>
  <td rowspan=2 class=xl65>비고</td>
 </tr>
 <tr height=22 style='height:16.5pt'>
  <td height=22 class=xl65>목표</td>
  <td class=xl65>실적</td>
 </tr>
 <tr height=22 style='height:16.5pt'>
  <td height=22>무기계약직<br>
    전환</td>
  <td class=xl65 align=right x:num>1,285</td>
  <td class=xl65 align=right><span style='mso-spacerun:yes'>&nbsp;</span>529<span style='mso-spacerun:yes'>&nbsp;</span></td>
  <td>&lt;잔여&gt; &amp; 기타</td>
 </tr>
<!--EndFragment-->
</table>
</body></html>"""

HANCOM = """<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><title></title>
<style type="text/css"><!-- p.HStyle0 {style-name:"바탕글"; margin-left:0.0pt; text-align:justify;} --></style></head>
<body>
<!--StartFragment-->
<table border="1" cellspacing="0" cellpadding="0" style='border-collapse:collapse;border:none;'>
<tr>
	<td rowspan="2" valign="middle" style='width:95px;height:19px;border:solid #000000 0.4pt'>
	<p class="HStyle0" style='text-align:center;'><span style='font-family:"휴먼명조"'>기능</span></p>
	</td>
	<td colspan="3" valign="middle" style='width:285px'>
	<p class="HStyle0">위원회</p>
	</td>
</tr>
<tr>
	<td valign="middle"><p class="HStyle0">이름</p></td>
	<td valign="middle"><p class="HStyle0">위원</p></td>
	<td valign="middle"><p class="HStyle0">구성</p></td>
</tr>
<tr>
	<td valign="middle"><p class="HStyle0">심의</p></td>
	<td valign="middle"><p class="HStyle0">노동자권익보호위원회</p></td>
	<td valign="middle"><p class="HStyle0">15명</p></td>
	<td valign="middle"><p class="HStyle0"><span>위촉직 12</span></p>
	<p class="HStyle0"><span>당연직 3</span></p></td>
</tr>
</table>
<!--EndFragment-->
</body></html>"""
