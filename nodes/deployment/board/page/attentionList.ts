import { monthAt } from '../../costs/costMonth';
import { costPlatformName } from '../../costs/costPlatforms';
import { readDatabaseRow } from '../../backups/databaseRow';
import { stringAt } from '../../ledger/record';
import { escapeHtml } from '../../values/html';
import { clockText } from '../../values/timeText';
import type { Board } from '../board';
import { unreadTables } from '../boardSight';
import { approvalLink, restoreLink, rollbackLink } from '../formLinks';
import { backupState, isDrillOverdue } from './backupTable';
import { secretDrift, secretMark, secretWay } from './secretTable';
import { type AttentionEntry, nobody } from './attentionEntry';
import { auditAttention } from './auditAttention';
import { counted, formLinks, mark, shortText, timeElement } from './words';

/** All of it, the worst first. */
export function attentionEntries(board: Board): AttentionEntry[] {
	return [
		...unread(board),
		...failovers(board),
		...unsent(board),
		...problems(board),
		...approvals(board),
		...backups(board),
		...holds(board),
		...drift(board),
		...overBudget(board),
		...auditAttention(board),
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

function failovers({ failovers: underWay }: Board): AttentionEntry[] {
	return underWay.map(({ what, pointsTo, goBack, since }) => ({
		kind: 'bad',
		word: pointsTo === '' ? 'Down' : 'Failover',
		what,
		reason: goBack || 'Workflow 33 looks again while it is down.',
		at: since,
		links: [],
	}));
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
		const isPutRight = text('state') === 'synced' && text('drift') !== '';
		if (mood === 'calm' || (mood === 'good' && !isPutRight)) return [];
		return [
			{
				kind: isPutRight ? 'warning' : mood,
				word: 'Secrets',
				what: `${text('service')} (${text('environment')}), ${secretWay(row)}: ${isPutRight ? 'changed by somebody' : words.toLowerCase()}`,
				reason: text('reason') || secretDrift(row),
				at: text('looked_at') || text('synced_at'),
				links: [],
			},
		];
	});
}

function overBudget({ costs, sight }: Board): AttentionEntry[] {
	return costs
		.filter(({ month, state }) => month === monthAt(sight.nowMs) && (state === 'over' || state === 'willBeOver'))
		.map((entry) => ({
			kind: 'warning',
			word: 'Costs',
			what: `${costPlatformName(entry.platform)} ${entry.state === 'over' ? 'is' : 'will be'} over its budget`,
			reason: entry.reason,
			at: entry.seenAt,
			links: [],
		}));
}

const notDrilled = 'Look at the runs of workflows 40, 32 and 45';

function backups({ sight }: Board): AttentionEntry[] {
	const { nowMs } = sight;
	return (sight.databaseRows ?? [])
		.map(readDatabaseRow)
		.filter((row) => row !== null)
		.flatMap((row): AttentionEntry[] => {
			const [kind, word] = backupState(row, nowMs);
			const links = [restoreLink(sight.formAddress, row.database)];
			const entry = (what: string, reason: string, at: string): AttentionEntry => ({
				kind,
				word,
				what,
				reason,
				at,
				links,
			});
			return [
				...(kind === 'bad' || kind === 'warning'
					? [entry(`${row.database} has no young proven backup, or its last one failed`, row.reason, row.provenAt)]
					: []),
				...(isDrillOverdue(row, nowMs)
					? [
							{
								...entry(`No backup of ${row.database} has been restored for a week`, notDrilled, row.drillAt),
								kind: 'warning' as const,
								word: 'Drill',
							},
						]
					: []),
				...(row.drillState === 'failed'
					? [
							{
								...entry(`The backup of ${row.database} could not be restored`, row.drillReason, row.drillAt),
								kind: 'bad' as const,
								word: 'Drill failed',
							},
						]
					: []),
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
