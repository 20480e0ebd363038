/** The board's style: nothing of it is fetched. The colours are those of the forms. */
export const style = `
:root{color-scheme:light dark;--page:#f3f5f8;--card:#fff;--line:#dfe4ea;--text:#17202b;--soft:#4a5663;--link:#0b5fc2;
--good:#17733a;--bad:#ad1f2d;--warning:#8a5300;--calm:#4a5663;--good-bar:#2f9e55;--bad-bar:#d0394a;--back-bar:#c27a12;--open-bar:#3b82d6}
@media (prefers-color-scheme:dark){:root{--page:#0e1217;--card:#171d25;--line:#2a3441;--text:#e4e9ef;--soft:#aab6c3;--link:#74b3ff;
--good:#6fd08c;--bad:#ff8f98;--warning:#f0b45c;--calm:#aab6c3;--good-bar:#4bb870;--bad-bar:#f0626f;--back-bar:#dd9a3c;--open-bar:#74b3ff}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--text);font:15px/1.45 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif;overflow-wrap:anywhere}
main{max-width:1280px;margin:0 auto;padding:20px 24px 48px}
h1{font-size:22px;line-height:1.25;margin:0}
h2{font-size:16px;margin:32px 0 10px}
h2 small{font-weight:400;color:var(--soft);margin-left:8px}
p{margin:4px 0}
a{color:var(--link)}
small,.soft{color:var(--soft);font-size:13px}
code{font:13px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
.chips{display:flex;flex-wrap:wrap;gap:8px;margin:14px 0 0;padding:0;list-style:none}
.chips li{background:var(--card);border:1px solid var(--line);border-radius:999px;padding:4px 12px}
.chips b{margin-right:4px}
.card{background:var(--card);border:1px solid var(--line);border-radius:10px}
.list{list-style:none;margin:0;padding:0}
.list>li{padding:10px 14px;border-top:1px solid var(--line)}
.list>li:first-child{border-top:0}
.mark{font-weight:600;white-space:nowrap}
.mark::before{content:'';display:inline-block;width:9px;height:9px;margin-right:6px;background:currentColor;border-radius:50%}
.mark.bad::before{border-radius:0;transform:rotate(45deg)}
.mark.warning::before{border-radius:0}
.mark.calm::before{background:none;border:2px solid}
.good.mark{color:var(--good)}.bad.mark{color:var(--bad)}.warning.mark{color:var(--warning)}.calm.mark{color:var(--calm)}
.tiles{display:grid;grid-template-columns:repeat(5,1fr);gap:12px}
.tile{padding:12px 14px}
.tile b{display:block;font-size:22px;line-height:1.3}
.tile details{margin-top:6px;font-size:13px;color:var(--soft)}
summary{cursor:pointer;min-height:24px}
.chart{padding:12px 14px;margin-top:12px}
.days{width:100%;height:64px;display:block}
.days path{stroke-width:3;fill:none;vector-effect:none}
.spark{display:block}
.spark path{stroke-width:4;fill:none}
svg .axis{stroke:var(--line);stroke-width:1}
svg .good{stroke:var(--good-bar)}svg .bad{stroke:var(--bad-bar)}svg .back{stroke:var(--back-bar)}svg .open{stroke:var(--open-bar)}svg .unseen{stroke:var(--calm)}
table{width:100%;border-collapse:collapse}
th{text-align:left;font-size:13px;font-weight:600;color:var(--soft);padding:8px 14px}
td{padding:10px 14px;border-top:1px solid var(--line);vertical-align:top}
td:nth-child(1){width:22%}td:nth-child(3){width:25%}td:nth-child(4){width:150px}td:nth-child(5){width:150px}
th{white-space:nowrap}
nav{margin-top:12px;display:flex;flex-wrap:wrap;gap:4px 18px}
.parts{display:flex;flex-wrap:wrap;gap:4px 20px;margin-top:4px}
pre{white-space:pre-wrap;margin:6px 0 0;font:12px/1.4 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;color:var(--soft)}
.actions{display:flex;flex-wrap:wrap;gap:4px 14px}
.actions a{white-space:nowrap}
.legend{display:flex;flex-wrap:wrap;gap:4px 16px;margin-top:8px}
footer{margin-top:32px}
@media (max-width:1000px){.tiles{grid-template-columns:repeat(2,1fr)}}
@media (max-width:720px){
main{padding:16px 12px 40px}
thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
table,tbody,tr,td{display:block}
td:nth-child(n){width:auto;border:0;padding:3px 14px}
tr{padding:10px 0;border-top:1px solid var(--line)}
tbody tr:first-child{border-top:0}
.actions{gap:0 20px}
.actions a{display:inline-block;padding:12px 0;min-height:44px}
summary{padding:10px 0}
nav a{padding:10px 0}
.tile:last-child{grid-column:span 2}
}
`;
