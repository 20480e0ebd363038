import { escapeHtml } from '../values/html';
import { clockText } from '../values/timeText';
import type { Audit, LineVerdict } from './audit';
import { summaryOf } from './auditReport';

/** Nothing runs in the page or is fetched by it, whatever a repository or a server called itself. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

const style = `:root{color-scheme:light dark;--text:#17202b;--soft:#4a5663;--line:#dfe4ea;--page:#fff;--passed:#17733a;--failed:#ad1f2d;--unknown:#8a5300}
@media (prefers-color-scheme:dark){:root{--text:#e4e9ef;--soft:#aab6c3;--line:#2a3441;--page:#0e1217;--passed:#6fd08c;--failed:#ff8f98;--unknown:#f0b45c}}
body{margin:0 auto;max-width:900px;padding:20px;background:var(--page);color:var(--text);font:15px/1.45 system-ui,sans-serif;overflow-wrap:anywhere}
h1{font-size:22px}h2{font-size:16px;margin:28px 0 6px}
li{margin:6px 0}small{color:var(--soft)}
b.passed{color:var(--passed)}b.failed{color:var(--failed)}b.unknown{color:var(--unknown)}
table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:6px 8px;border-top:1px solid var(--line)}`;

const words = { passed: 'Passed', failed: 'Failed', unknown: 'Not checked' } as const;

/** The audit as a page of its own: for an e-mail, a file, or the end of a webhook. */
export function auditPage(audit: Audit): string {
	const head = `<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><meta name="viewport" content="width=device-width,initial-scale=1"><title>Security audit</title><style>${style}</style>`;
	const rows = audit.lines.map(
		({ title, verdict, words: counts }) =>
			`<tr><td>${escapeHtml(title)}</td><td><b class="${verdict}">${words[verdict]}</b></td><td>${escapeHtml(counts)}</td></tr>`,
	);
	return `<!doctype html><html lang="en"><head>${head}</head><body><h1>Security audit</h1><p>${clockText(audit.startedAt)}. ${escapeHtml(summaryOf(audit))}</p><table><thead><tr><th>Line</th><th>Verdict</th><th>Findings</th></tr></thead><tbody>${rows.join('')}</tbody></table>${audit.lines.map(section).join('')}</body></html>`;
}

function section({ title, findings }: LineVerdict): string {
	if (findings.length === 0) return '';
	const items = findings.map(({ verdict, isSevere, subject, what, advice }) => {
		const mark = `<b class="${verdict}">${words[verdict]}${isSevere && verdict === 'failed' ? ', severe' : ''}</b>`;
		const todo = advice === '' ? '' : `<br><small>${escapeHtml(advice)}</small>`;
		return `<li>${mark} ${escapeHtml(subject)}: ${escapeHtml(what)}${todo}</li>`;
	});
	return `<h2>${escapeHtml(title)}</h2><ul>${items.join('')}</ul>`;
}
