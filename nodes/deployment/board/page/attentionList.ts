import { stringAt } from '../../ledger/record';
import { escapeHtml } from '../../values/html';
import { clockText } from '../../values/timeText';
import type { Board } from '../board';
import { unreadTables } from '../boardSight';
import { approvalLink, type FormLink, rollbackLink } from '../formLinks';
import { secretMark, secretWay } from './secretTable';
import { counted, formLinks, type Mark, mark, shortText, timeElement } from './words';

/** Something that somebody has to look at. Its texts are plain: they are escaped here. */
export interface AttentionEntry {
	readonly kind: Mark;
	readonly word: string;
	readonly what: string;
	readonly reason: string;
	/** ISO 8601; empty where there is none. */
	readonly at: string;
	readonly links: readonly FormLink[];
}

/** All of it, the worst first. */
export function attentionEntries(board: Board): AttentionEntry[] {
	return [
		...unread(board),
		...unsent(board),
		...problems(board),
		...approvals(board),
		...holds(board),
		...drift(board),
		...issues(board),
	];
}

/** As a list; empty when there is nothing. */
export function attentionList(entries: readonly AttentionEntry[], nowMs: number): string {
	const items = entries.map(({ kind, word, what, reason, at, links }) => {
		const time = timeElement(at, nowMs);
		const why = reason === '' ? '' : `<br><small>${shortText(reason, 400)}</small>`;
		const anchors = links.length === 0 ? '' : `<br>${formLinks(links)}`;
		return `<li>${mark(kind, word)} ${escapeHtml(what)}${time === '' ? '' : ` <small>${time}</small>`}${why}${anchors}</li>`;
	});
	return items.length === 0 ? '' : `<ul class="card list">${items.join('')}</ul>`;
}

const nobody = { at: '', links: [] } as const;

function unread({ sight, keptRows }: Board): AttentionEntry[] {
	const tables = unreadTables(sight).map((name): AttentionEntry => ({
		...nobody,
		kind: 'bad',
		word: 'Not read',
		what: `The Data Table ${name} could not be read`,
		reason: 'What it holds is missing on this page. Look at n8n under Data tables, or run "Slipway 00: Set up".',
	}));
	const redis: AttentionEntry[] =
		sight.kept === null
			? [
					{
						...nobody,
						kind: 'bad',
						word: 'Not read',
						what: 'Upstash Redis could not be asked',
						reason: 'Pages that nobody was told, and rows that the ledger has not taken, are missing on this page.',
					},
				]
			: [];
	const kept: AttentionEntry[] =
		keptRows === 0
			? []
			: [
					{
						...nobody,
						kind: 'warning',
						word: 'Kept',
						what: `The ledger has not taken ${counted(keptRows, 'row')} yet`,
						reason: 'They are kept in Redis, shown here, and written later. Is the store of the Data Tables full?',
					},
				];
	return [...tables, ...redis, ...kept];
}

function unsent({ unsentPages }: Board): AttentionEntry[] {
	return unsentPages.map((page) => {
		const isGood = page.action === 'resolve';
		return {
			kind: isGood ? 'warning' : 'bad',
			word: 'Page not sent',
			what: isGood ? `${stringAt(page, 'key')} works again` : stringAt(page, 'summary') || stringAt(page, 'key'),
			reason: 'PagerDuty could not be told yet. It is tried again.',
			at: typeof page.since === 'number' ? new Date(page.since).toISOString() : '',
			links: [],
		};
	});
}

function problems({ services, sight }: Board): AttentionEntry[] {
	return services.flatMap(({ row, problem, live, canTryAgain }): AttentionEntry[] => {
		if (problem === null) return [];
		return [
			{
				kind: problem.severity,
				word: problem.severity === 'bad' ? 'Act' : 'Look',
				what: `${row.displayName} (${row.environment}): ${problem.what}`,
				reason: problem.reason,
				at: problem.at,
				links: [
					...(canTryAgain && !row.hold ? [rollbackLink(sight.formAddress, 'tryAgain', row)] : []),
					...(live === null ? [] : [rollbackLink(sight.formAddress, 'rollBack', row)]),
				],
			},
		];
	});
}

function holds({ services, sight }: Board): AttentionEntry[] {
	return services
		.filter(({ row }) => row.hold)
		.map(({ row }) => ({
			kind: 'warning',
			word: 'Held',
			what: `${row.displayName} (${row.environment}): nothing is deployed by itself`,
			reason: row.holdReason || 'No reason was given',
			at: '',
			links: [rollbackLink(sight.formAddress, 'lift', row)],
		}));
}

function approvals({ approvals: waiting, sight }: Board): AttentionEntry[] {
	return waiting.map((row) => {
		const text = (column: string): string => stringAt(row, column);
		const message = text('message') === '' ? '' : `: ${text('message')}`;
		return {
			kind: 'calm',
			word: 'Waits for approval',
			what: `${text('service')} (${text('environment')}) at ${text('commit').slice(0, 7)}${message}`,
			reason: `Until ${clockText(text('expires_at'))}`,
			at: text('asked_at'),
			links: [approvalLink(sight.formAddress, text('key'))],
		};
	});
}

function drift({ secrets }: Board): AttentionEntry[] {
	return secrets.flatMap((row): AttentionEntry[] => {
		const text = (column: string): string => stringAt(row, column);
		const [mood, words] = secretMark(row);
		if (mood === 'good' || mood === 'calm') return [];
		return [
			{
				kind: mood,
				word: 'Secrets',
				what: `${text('service')} (${text('environment')}), ${secretWay(row)}: ${words.toLowerCase()}`,
				reason: text('reason') || text('drift'),
				at: text('looked_at') || text('synced_at'),
				links: [],
			},
		];
	});
}

function issues({ issues: found }: Board): AttentionEntry[] {
	return found.map(({ row, service, environment, message, advice }) => ({
		...nobody,
		kind: 'warning',
		word: 'Catalog',
		what: `Row ${row}${service === '' ? '' : `, ${service} (${environment})`}: ${message}`,
		reason: advice,
	}));
}
