import type { Page } from '../ledger/page';
import { cutText } from '../values/text';
import type { Audit } from './audit';
import { type AuditFinding, findingKey } from './auditFinding';

/** So many at most: after a first audit of a neglected house one more says how many others there are. */
const mostPages = 10;

/** Short: what is longer, n8n's scan takes for a secret. */
const everything = 'slipway/audit';

/**
 * What the person on call is told: what is new and severe, a page for each thing that is affected, and the end of
 * those pages whose reason is gone. What could not be seen this time ends no page.
 */
export function auditPages(audit: Audit): Page[] {
	const shown = audit.fresh.slice(0, mostPages);
	const others = audit.fresh.length - shown.length;
	return [
		...shown.map(pageOfFinding),
		...(others > 0 ? [pageOfOthers(others)] : []),
		...audit.mended.slice(0, 50).map((key) => resolved(key)),
	];
}

const common = {
	component: 'security audit',
	group: 'security',
	class: 'audit',
	siteUrl: '',
	commitUrl: '',
	runUrl: '',
};

function pageOfFinding(finding: AuditFinding): Page {
	const { line, subject, what, advice } = finding;
	return {
		...common,
		action: 'trigger',
		key: pageKey(findingKey(finding)),
		summary: cutText(`Security audit: ${subject}: ${what}`, 1_000),
		severity: 'error',
		source: cutText(subject, 200),
		details: JSON.stringify({ line, subject, seen: what, advice }),
	};
}

function pageOfOthers(count: number): Page {
	return {
		...common,
		action: 'trigger',
		key: everything,
		summary: `Security audit: ${count} more severe findings are new; all stand in the report, and on the board`,
		severity: 'error',
		source: 'Slipway 35',
		details: JSON.stringify({ more: count }),
	};
}

function resolved(key: string): Page {
	return {
		...common,
		action: 'resolve',
		key: pageKey(key),
		summary: `${key} is well again`,
		severity: 'error',
		source: 'Slipway 35',
		details: '{}',
	};
}

/** PagerDuty takes keys of 255 characters. */
function pageKey(key: string): string {
	return cutText(`slipway/audit/${key}`, 250);
}
