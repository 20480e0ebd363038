import type { CommentRecord, DeploymentRecord, PullRequestRecord, RepositoryRecord } from '../model';
import { isoTime } from '../present/urls';
import { escapeHtml } from './escapeHtml';
import { markdownToHtml } from './markdown';

const STYLE = `
:root { color-scheme: light dark; --line: light-dark(#d1d9e0, #3d444d); --soft: light-dark(#f6f8fa, #151b23);
	--quiet: light-dark(#59636e, #9198a1); --link: light-dark(#0969da, #4493f8); }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 24px 16px; max-width: 900px; font: 14px/1.5 system-ui, sans-serif;
	color: light-dark(#1f2328, #f0f6fc); background: light-dark(#fff, #0d1117); overflow-wrap: anywhere; }
a { color: var(--link); }
h1 { margin: 0 0 8px; font-size: 26px; font-weight: 400; } h1 span, .quiet { color: var(--quiet); }
.state { display: inline-block; padding: 4px 12px; border-radius: 99px; color: #fff; font-weight: 600; }
.open { background: #1a7f37; } .closed { background: #cf222e; } .merged { background: #8250df; } .draft { background: #59636e; }
article { margin: 20px 0; border: 1px solid var(--line); border-radius: 6px; }
article header { padding: 8px 16px; background: var(--soft); border-bottom: 1px solid var(--line); border-radius: 6px 6px 0 0; }
article div { padding: 4px 16px 12px; overflow-x: auto; } h3 { font-size: 18px; margin: 12px 0; }
table { border-collapse: collapse; } th, td { padding: 6px 13px; border: 1px solid var(--line); text-align: left; }
th { font-weight: 600; } th, td:nth-child(2) { white-space: nowrap; }
.mark { display: inline-block; width: 18px; border-radius: 4px; color: #fff; text-align: center; font-weight: 700; }
.good { background: #1a7f37; } .bad { background: #cf222e; } .busy { background: #9a6700; } .gone { background: #59636e; } pre { padding: 12px; background: var(--soft); border-radius: 6px; overflow-x: auto; }
code { padding: 2px 5px; background: var(--soft); border-radius: 5px; } ul { list-style: none; padding: 0; }
`;

/** A pull request with its comments and deployments, as much like GitHub's page as a reader of them needs. */
export function pullRequestPage(record: RepositoryRecord, pull: PullRequestRecord): string {
	const state = pull.merged ? 'merged' : pull.state === 'open' && pull.draft ? 'draft' : pull.state;
	const comments = record.comments.filter(({ issueNumber }) => issueNumber === pull.number);
	const deployments = record.deployments.filter(({ environment }) => environment.endsWith(`/pr-${pull.number}`));
	const head = `${pull.forkOwner === null ? '' : `${pull.forkOwner}:`}${pull.headBranch}`;
	return [
		'<!doctype html><html lang="en"><head><meta charset="utf-8">',
		'<meta name="viewport" content="width=device-width, initial-scale=1">',
		`<title>${escapeHtml(`${pull.title} #${pull.number}`)}</title><style>${STYLE}</style></head><body>`,
		`<h1>${escapeHtml(pull.title)} <span>#${pull.number}</span></h1>`,
		`<p><span class="state ${state}">${state}</span> <b>${escapeHtml(pull.author)}</b> <span class="quiet">wants to merge <code>${escapeHtml(head)}</code> at <code>${pull.headSha.slice(0, 7)}</code> into <code>${escapeHtml(pull.baseBranch)}</code></span></p>`,
		...comments.map(commentHtml),
		deployments.length === 0 ? '' : `<ul>${deployments.map(deploymentHtml).join('')}</ul>`,
		'</body></html>',
	].join('\n');
}

/** Emoji of states, drawn: as on GitHub, they are there also where no font has them. */
const MARKS: ReadonlyArray<readonly [emoji: string, tone: string, sign: string]> = [
	['✅', 'good', '✓'],
	['❌', 'bad', '✗'],
	['⛔', 'bad', '–'],
	['⏳', 'busy', '…'],
	['🔨', 'busy', '+'],
	['🧹', 'gone', '-'],
	['🗑️', 'gone', '×'],
];

function withMarks(html: string): string {
	return MARKS.reduce(
		(marked, [emoji, tone, sign]) =>
			marked.replaceAll(emoji, `<span class="mark ${tone}" aria-hidden="true">${sign}</span>`),
		html,
	);
}

function commentHtml({ id, author, body, createdAtMs, updatedAtMs }: CommentRecord): string {
	const edited = updatedAtMs > createdAtMs ? ', edited' : '';
	return `<article id="issuecomment-${id}"><header><b>${escapeHtml(author)}</b> <span class="quiet">commented ${isoTime(createdAtMs)}${edited}</span></header><div>${withMarks(markdownToHtml(body))}</div></article>`;
}

function deploymentHtml({ environment, sha, statuses }: DeploymentRecord): string {
	const status = statuses.at(-1);
	const url = status?.environmentUrl ?? '';
	const view = /^https?:\/\//.test(url) ? ` <a href="${escapeHtml(url)}">View deployment</a>` : '';
	return `<li>Deployment of <code>${sha.slice(0, 7)}</code> to <b>${escapeHtml(environment)}</b>: ${status?.state ?? 'no status yet'}.${view}</li>`;
}
