// The look of report.html. The page's policy names it by its digest.
#pragma once
#include <string_view>

namespace assay::reports {

inline constexpr std::string_view html_style = R"css(
:root{color-scheme:light dark;--bg:#faf9f6;--card:#fff;--sunk:#f4f2ed;--ink:#211f1c;--soft:#6a655d;
--line:#e5e1d8;--red:#b3261e;--red-bg:#fcefed;--green:#1b7547;--green-bg:#eaf5ee;--amber:#8a5a00;
--amber-bg:#fbf3df;--blue:#2b5ca8;--blue-bg:#ecf2fb;
--shade:0 1px 2px #3b302010,0 6px 24px #3b30200a;
--mono:ui-monospace,SFMono-Regular,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace}
@media(prefers-color-scheme:dark){:root:not([data-theme=light]){--bg:#151517;--card:#1d1d20;--sunk:#161618;--ink:#ebe9e4;
--soft:#a29d94;--line:#323236;--red:#ff9184;--red-bg:#3a2020;--green:#78d3a0;--green-bg:#182e23;
--amber:#e9bc62;--amber-bg:#342a17;--blue:#95b9f5;--blue-bg:#1d2a3f;--shade:none}}
:root[data-theme=dark]{color-scheme:dark;--bg:#151517;--card:#1d1d20;--sunk:#161618;--ink:#ebe9e4;
--soft:#a29d94;--line:#323236;--red:#ff9184;--red-bg:#3a2020;--green:#78d3a0;--green-bg:#182e23;
--amber:#e9bc62;--amber-bg:#342a17;--blue:#95b9f5;--blue-bg:#1d2a3f;--shade:none}
:root[data-theme=light]{color-scheme:light}
*{box-sizing:border-box}
[hidden]{display:none!important}
html{-webkit-text-size-adjust:100%;scroll-behavior:smooth}
body{margin:0;background:var(--bg);color:var(--ink);line-height:1.55;font-size:16px;
font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","Noto Sans",sans-serif}
main,body>header,body>footer{max-width:70rem;margin:0 auto;padding:0 clamp(1rem,4vw,2.5rem)}
body>header,main:first-child{padding-top:clamp(1.5rem,5vw,3.4rem)}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);
white-space:nowrap}
a{color:var(--blue);text-decoration-thickness:1px;text-underline-offset:.2em}
code,pre{font-family:var(--mono);font-size:.84em;font-variant-ligatures:none}
code{overflow-wrap:anywhere}
h1,h2,h3,h4,h5,p,ul,ol,dl,figure,blockquote{margin:0;padding:0}
h1,h2,h3,h4,.over{overflow-wrap:anywhere}
h2{font-size:1.4rem;font-weight:650;letter-spacing:-.012em;line-height:1.25}
.soft{color:var(--soft)}
.over{font-size:.8rem;letter-spacing:.02em;color:var(--soft);display:flex;flex-wrap:wrap;
gap:.2rem .8rem;
justify-content:space-between;border-bottom:1px solid var(--line);padding-bottom:.8rem}
.over b{color:var(--ink);font-weight:650}
.hero{margin:clamp(1.8rem,5vw,3.2rem) 0 2rem;display:grid;grid-template-columns:auto 1fr;
gap:.5rem clamp(1rem,2.5vw,1.6rem);align-items:center}
.hero svg{width:clamp(2.8rem,7vw,4.2rem);height:auto;display:block}
.hero h1{font-size:clamp(2rem,5.6vw,3.5rem);line-height:1.06;letter-spacing:-.03em;font-weight:680;
text-wrap:balance}
.hero h1::first-letter{text-transform:uppercase}
.hero .say{grid-column:1/-1;font-size:clamp(1.05rem,2vw,1.22rem);color:var(--soft);max-width:46rem;
margin-top:.5rem}
.good{color:var(--green)}.bad{color:var(--red)}.unsure{color:var(--amber)}
.big{display:grid;grid-template-columns:repeat(auto-fit,minmax(8.5rem,1fr));
background:var(--card);border:1px solid var(--line);border-radius:14px;overflow:hidden}
.big div{padding:.95rem 1.15rem;box-shadow:1px 1px 0 var(--line)}
.big dt,.facts dt{font-size:.78rem;color:var(--soft)}
.big dd{margin:0;font-size:1.45rem;font-weight:620;letter-spacing:-.015em;line-height:1.3;
font-variant-numeric:tabular-nums}
.facts{margin:1.3rem 0 0;display:grid;grid-template-columns:max-content 1fr;gap:.35rem 1.4rem;
font-size:.92rem}
.facts dt{padding-top:.1rem}
.facts dd{margin:0;overflow-wrap:anywhere;font-variant-numeric:tabular-nums}
nav{margin:2.2rem 0 0;display:flex;flex-wrap:wrap;gap:.5rem;font-size:.88rem}
nav a{color:var(--ink);text-decoration:none;border:1px solid var(--line);background:var(--card);
border-radius:99px;padding:.28rem .8rem}
nav a:hover,nav a:focus-visible{border-color:var(--soft)}
nav span{color:var(--soft);margin-left:.3rem;font-variant-numeric:tabular-nums}
section.part{margin-top:3.6rem;scroll-margin-top:5rem}
section.part:focus{outline:0}
.part>h2{display:flex;align-items:baseline;gap:.6rem;margin-bottom:.35rem}
.part>h2 span{font-size:.95rem;font-weight:450;color:var(--soft);font-variant-numeric:tabular-nums}
.lead{color:var(--soft);max-width:46rem;margin-bottom:1.3rem}
.card{background:var(--card);border:1px solid var(--line);border-radius:14px;
box-shadow:var(--shade);
padding:clamp(1.1rem,2.6vw,1.7rem);margin-top:1.2rem}
.card>header{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:center;
justify-content:space-between}
.card h4{font-size:1.08rem;font-weight:650;line-height:1.3;overflow-wrap:anywhere}
.card h4 code{font-size:.96em}
.num{color:var(--soft);font-weight:450;margin-right:.55rem;font-variant-numeric:tabular-nums}
.tags{display:flex;flex-wrap:wrap;gap:.35rem}
.tag{font-size:.76rem;line-height:1.5;padding:.08rem .58rem;border-radius:99px;
background:var(--sunk);
color:var(--soft);white-space:nowrap;max-width:100%;overflow:hidden;text-overflow:ellipsis}
.tag.red{background:var(--red-bg);color:var(--red)}.tag.green{background:var(--green-bg);
color:var(--green)}
.tag.amber{background:var(--amber-bg);color:var(--amber)}.tag.blue{background:var(--blue-bg);
color:var(--blue)}
.why{font-size:1.08rem;margin-top:.75rem;max-width:50rem;overflow-wrap:anywhere}
.law{margin-top:.9rem;padding:.1rem 0 .1rem 1rem;border-left:2px solid var(--line);
color:var(--soft);
font-size:.93rem;max-width:50rem;overflow-wrap:anywhere}
.law cite{font-style:normal;font-size:.85rem;display:block}
.law p{color:var(--ink)}
.pair{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:1rem 1.2rem;margin-top:1.2rem}
.pair>.wide{grid-column:1/-1}
.side{border-radius:10px;padding:.75rem .95rem;overflow-wrap:anywhere}
.side.want{background:var(--green-bg)}.side.came{background:var(--red-bg)}
h5,figcaption{font-size:.78rem;font-weight:600;color:var(--soft);display:flex;gap:.6rem;
justify-content:space-between;line-height:1.5}
figcaption{flex-wrap:wrap}figcaption span{font-weight:400;white-space:nowrap}
.want h5{color:var(--green)}.came h5{color:var(--red)}
.side ul,.side p{margin-top:.2rem}.side ul{list-style:none}.side li+li{border-top:1px solid #8882;
margin-top:.4rem;padding-top:.4rem}
.to-finding{font-size:.8rem;white-space:nowrap}
.before{padding-left:0}.before ol{padding-left:1.4rem;margin-top:.2rem}
.side li,.side p{font-size:.95rem}.side ol li{font-size:.8rem}
.want li{display:flex;flex-wrap:wrap;gap:.1rem 1rem;justify-content:space-between}
.want li>dl,.want li>p:first-child{flex:1 1 15rem;min-width:0}
.side .needs{color:var(--soft);font-size:.82rem;max-width:100%}
.outcome{display:grid;gap:.1rem;margin-top:.2rem;font-size:.95rem}
.outcome div{display:grid;grid-template-columns:4.9rem minmax(0,1fr);gap:.5rem;align-items:baseline}
.outcome dt{font-size:.8rem;color:var(--soft)}
.outcome .ne dt{color:var(--ink);font-weight:600}
.outcome .ne dt::before{content:"\2260\a0";color:var(--red)}
.outcome dd{margin:0}
details{margin-top:1.1rem}
summary{cursor:pointer;color:var(--soft);font-size:.9rem;width:fit-content;max-width:100%;
overflow-wrap:anywhere}
summary:hover{color:var(--ink)}
details .pair{margin-top:.8rem}
pre{margin:.35rem 0 0;padding:.8rem .95rem;background:var(--sunk);border:1px solid var(--line);
border-radius:10px;max-height:26rem;overflow:auto;white-space:pre-wrap;overflow-wrap:anywhere;
line-height:1.5;font-size:.8rem;tab-size:4}
.cut{font-size:.8rem;color:var(--amber);margin-top:.3rem}
.run{display:grid;grid-template-columns:3.4rem minmax(0,1fr) auto;gap:.3rem .7rem;align-items:start;
margin-top:.6rem;font-size:.85rem}
.runs{margin-top:1.3rem}
.run>span{color:var(--soft);padding-top:.32rem}
.run code{background:var(--sunk);border:1px solid var(--line);border-radius:8px;
padding:.32rem .65rem;
white-space:pre-wrap;font-size:.8rem}
button{font:inherit;font-size:.8rem;color:var(--soft);background:var(--card);border-radius:8px;
border:1px solid var(--line);padding:.3rem .75rem;cursor:pointer;min-width:4.6rem}
button[hidden]{display:none}
button:hover,button:focus-visible{color:var(--ink);border-color:var(--soft)}
.scroll{position:relative;overflow-x:auto;background:var(--card);border:1px solid var(--line);border-radius:14px;
box-shadow:var(--shade)}
table{border-collapse:collapse;width:100%;font-size:.9rem}
th,td{text-align:left;vertical-align:top;padding:.6rem .9rem;border-bottom:1px solid var(--line);
overflow-wrap:anywhere}
tr:last-child>*{border-bottom:0}
thead th{font-size:.78rem;font-weight:600;color:var(--soft);background:var(--sunk);
white-space:nowrap}
tbody th{font-weight:450}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
td.n,td.zero{color:var(--soft)}
td.w{white-space:nowrap;color:var(--soft)}
td p+p{margin-top:.3rem}
.chose td:nth-child(2){width:26%}.chose td:nth-child(3){width:36%}
.matrix th:first-child{min-width:27rem}
.matrix td,.matrix th{padding:.42rem .7rem}
.matrix tbody th{position:sticky;left:0;background:var(--card);box-shadow:1px 0 0 var(--line)}
.matrix td.n:not(.zero){color:var(--ink);border-left:1px solid var(--card);
border-bottom-color:var(--card)}
.matrix td .sign{margin-right:.45rem;font-weight:600}
td.v{background:var(--red-bg)}td.c{background:var(--green-bg)}td.r{background:var(--blue-bg)}
td.i{background:var(--amber-bg)}td.s{background:var(--sunk)}
td.v .sign{color:var(--red)}td.c .sign{color:var(--green)}td.r .sign{color:var(--blue)}
td.i .sign{color:var(--amber)}
.matrix td.v{font-weight:650}
.matrix th .tag{margin-right:.4rem}
.req{color:var(--soft);font-size:.84rem;margin-top:.1rem;max-width:38rem}
.bar{display:block;width:100%;height:.65rem;border-radius:99px;overflow:hidden;
background:var(--sunk)}
.bar .g{fill:var(--green)}.bar .r{fill:var(--red)}.bar .a{fill:var(--amber);opacity:.55}
.bar .u{fill:var(--soft);opacity:.25}
.legend{display:flex;flex-wrap:wrap;gap:.2rem 1.3rem;font-size:.85rem;color:var(--soft);
margin:.6rem 0 1.2rem;font-variant-numeric:tabular-nums}
.legend i{display:inline-block;width:.62rem;height:.62rem;border-radius:3px;margin-right:.42rem}
.legend .g i{background:var(--green)}.legend .r i{background:var(--red)}
.legend .a i{background:var(--amber);opacity:.55}.legend .u i{background:var(--soft);opacity:.25}
.list{padding-left:1.2rem;max-width:50rem}.list li{margin-top:.35rem;overflow-wrap:anywhere}
.list li::marker{color:var(--soft)}
.note{font-size:.86rem;color:var(--soft);margin-top:.8rem}
.group{margin-top:2.4rem}
.group>h3{font-size:1.12rem;font-weight:650;display:flex;flex-wrap:wrap;gap:.3rem .8rem;
align-items:baseline}
.group>h3 a{font-size:.85rem;font-weight:450}
mark{background:#ffe08a;color:#2a2105;border-radius:3px;padding:.02em .1em}
.skip{position:absolute;left:1rem;top:-4rem;background:var(--card);color:var(--ink);
padding:.5rem 1rem;border:1px solid var(--soft);border-radius:8px;z-index:3}
.skip:focus{top:.6rem}
#theme{position:absolute;right:1rem;top:.7rem}
#tools{position:sticky;top:0;z-index:2;display:flex;flex-wrap:wrap;gap:.4rem .7rem;
align-items:center;background:var(--bg);border-bottom:1px solid var(--line);padding:.6rem 0;
margin-top:1.4rem;font-size:.88rem}
#tools[hidden]{display:none}
#tools label{color:var(--soft)}
#tools input,#tools select{max-width:100%;font:inherit;color:var(--ink);background:var(--card);padding:.3rem .6rem;
border:1px solid var(--line);border-radius:8px}
#tools input{flex:1 1 14rem;min-width:10rem}
#matches{color:var(--soft);font-variant-numeric:tabular-nums}
.chapter{font-size:1.12rem;font-weight:650;margin-top:2.2rem}
.sheet{background:var(--card);border:1px solid var(--line);border-radius:14px;margin-top:1rem;
padding:1.1rem clamp(1rem,2.4vw,1.6rem) .6rem;box-shadow:var(--shade)}
.sheet h4{font-size:1.02rem;font-weight:650;margin-bottom:.5rem}
.sheet h4::first-letter{text-transform:uppercase}
.sheet dl{display:grid;grid-template-columns:minmax(9rem,18rem) minmax(0,1fr);gap:0 1.2rem}
.sheet dt,.sheet dd{margin:0;padding:.5rem 0;border-top:1px solid var(--line);
overflow-wrap:anywhere}
.sheet dt{display:grid;grid-template-columns:1.5rem minmax(0,1fr);align-content:start;
padding:.75rem 0 .5rem .1rem;font-size:.92rem;scroll-margin-top:4rem}
.sheet dt code{font-weight:600}
.sheet dt small{display:block;color:var(--soft);font-size:.8rem}
.sentence{display:grid;grid-template-columns:1.5rem minmax(0,1fr);padding:.25rem .5rem;
border-radius:8px;scroll-margin-top:4rem}
.sentence+.sentence,.also+.sentence{margin-top:.15rem}
.sentence .name{color:var(--soft);font-size:.8rem;display:block}
.sentence.v,.also.v{background:var(--red-bg)}.sentence.r{background:var(--blue-bg)}
.sentence.i{background:var(--amber-bg)}
.v .sign{color:var(--red)}.c .sign{color:var(--green)}.r .sign{color:var(--blue)}
.i .sign{color:var(--amber)}.n .sign,.u .sign,.s .sign{color:var(--soft)}
.sign{font-weight:700}
.sentence.n,.sentence.u{color:var(--soft)}
.also{font-size:.84rem;display:grid;grid-template-columns:1.5rem minmax(0,1fr);
padding:.15rem .5rem;border-radius:8px}
.signs .sign{margin-right:.4rem}
.plots{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,26rem),1fr));gap:1.2rem}
.plot{background:var(--card);border:1px solid var(--line);border-radius:14px;padding:1rem 1.1rem}
.plot svg{width:100%;height:auto;display:block;margin-top:.6rem}
.plot p{font-size:.86rem;color:var(--soft);margin-top:.5rem}
.plot text{font-size:12px;fill:var(--soft)}
.plot .grid{stroke:var(--line);fill:none}
.plot .line{stroke:var(--blue);stroke-width:1.8;fill:none}
.plot .slow{stroke:var(--amber);stroke-width:1.2;stroke-dasharray:4 2}
.plot .found{fill:var(--red)}
.of{color:var(--soft);font-weight:400}
:focus-visible{outline:2px solid var(--blue);outline-offset:2px}
article.card{scroll-margin-top:4rem}
@media(prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
body>footer{margin-top:3.5rem;padding-bottom:3rem;font-size:.82rem;color:var(--soft)}
:target{outline:2px solid var(--blue);outline-offset:4px}
@media(max-width:42rem){.sheet dl{grid-template-columns:minmax(0,1fr)}.sheet dd{border:0;padding-top:0}
#tools{position:static}.plot text{font-size:15px}.matrix tbody th{position:static;box-shadow:none}
#theme{position:static;margin:.6rem 1rem 0}.pair{grid-template-columns:minmax(0,1fr)}.facts{grid-template-columns:1fr;
gap:0}
.facts dd{margin-bottom:.5rem}.run{grid-template-columns:minmax(0,1fr) auto}
.run>span{grid-column:1/-1;
padding:0}.part{margin-top:2.8rem}.matrix th:first-child{min-width:11rem}.req{display:none}
th,td{padding:.5rem .7rem}.chose thead{display:none}.chose tr,.chose td{display:block;border:0}
.chose td{padding:.25rem .9rem}.chose td:nth-child(n){width:auto}
.chose tr{border-bottom:1px solid var(--line);padding:.5rem 0}.chose tr:last-child{border:0}}
@media print{:root:root{color-scheme:light;--bg:#fff;--card:#fff;--sunk:#f6f5f2;--ink:#000;--soft:#555;
--line:#ccc;--red:#a01b14;--red-bg:#fcefed;--green:#166038;--green-bg:#eaf5ee;--amber:#7a5000;
--amber-bg:#fbf3df;--blue:#234b8a;--blue-bg:#ecf2fb;--shade:none}body{font-size:10pt}main{padding:0;
max-width:none}nav,button,.skip,#tools{display:none!important}pre{max-height:none}.card,.scroll{box-shadow:none}
.scroll{overflow:visible}.matrix tbody th{position:static}
.card header,.why,.law,tr,.sentence,figure figcaption{break-inside:avoid}h2,h3,h4,h5{break-after:avoid}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
)css";

}  // namespace assay::reports
