import { isTrueAt, listAt, numberAt, textAt, valueAt } from '../../values/jsonFields';
import { type AuditFinding, type FindingMaker, findingsOf } from '../auditFinding';
import { unseenReason } from '../unseen';

const daySeconds = 86_400;
const wishedDays = 7;

/** A Neon project: how far back it can be restored, whether its computes pause and pool, who may come in. */
export function projectFindings(
	project: string,
	seen: {
		readonly project: unknown;
		readonly computes: unknown;
		readonly organization: unknown;
	},
): AuditFinding[] {
	return [
		historyFinding(project, seen.project),
		...computeFindings(project, seen.computes),
		organizationFinding(project, seen.organization),
	];
}

function historyFinding(project: string, seen: unknown): AuditFinding {
	const make = findingsOf('database', project);
	const unseen = unseenReason(seen);
	const seconds = numberAt(seen, 'historyRetentionSeconds');
	if (unseen !== '' || seconds === null) {
		return make.unknown('history', `Its history could not be read${unseen === '' ? '' : `: ${unseen}`}`);
	}
	const days = seconds / daySeconds;
	const what = `It can be restored to any moment of the last ${days >= 1 ? `${Math.floor(days)} days` : `${Math.round(seconds / 3600)} hours`}`;
	if (days >= wishedDays) return make.passed('history', what);
	return make.failed(
		'history',
		`${what}, less than ${wishedDays} days`,
		'Raise History retention in the settings of the project',
		{ isSevere: days < 1 },
	);
}

/** All together: a project has one for each preview, too. */
function computeFindings(project: string, seen: unknown): AuditFinding[] {
	const make = findingsOf('database', project);
	const unseen = unseenReason(seen);
	if (unseen !== '') return [make.unknown('computes', `Its computes could not be read: ${unseen}`)];
	const computes = listAt(seen, 'items');
	if (computes.length === 0) return [make.unknown('computes', 'It has no compute')];
	return [pauseFinding(make, computes), poolFinding(make, computes)];
}

/** Neon's own words: 0 is its default of five minutes, -1 is never. */
function pauseFinding(make: FindingMaker, computes: readonly unknown[]): AuditFinding {
	const check = 'auto-pause';
	const seconds = (compute: unknown): number | null => numberAt(compute, 'suspend_timeout_seconds');
	const awake = computes.filter((compute) => (seconds(compute) ?? 0) < 0);
	if (awake.length > 0) {
		return make.failed(
			check,
			`${namesOf(awake)} never ${awake.length === 1 ? 'pauses' : 'pause'}, and cost all the time`,
			'Let it pause after five minutes, unless its start is too slow for those who wait',
		);
	}
	const untold = computes.filter((compute) => seconds(compute) === null);
	return untold.length > 0
		? make.unknown(check, `Neon does not tell when ${namesOf(untold)} pauses`)
		: make.passed(check, `All of its computes (${computes.length}) pause when nobody asks`);
}

function poolFinding(make: FindingMaker, computes: readonly unknown[]): AuditFinding {
	const direct = computes.filter((compute) => !isTrueAt(compute, 'pooler_enabled'));
	if (direct.length === 0) return make.passed('pooling', 'All of its computes pool their connections');
	return make.unknown(
		'pooling',
		`Whether ${namesOf(direct)} is asked through Neon's pool cannot be seen: each connection string chooses it, by "-pooler" in its host`,
		'Look at the host in DATABASE_URL of the services',
	);
}

function namesOf(computes: readonly unknown[]): string {
	const names = computes.map((compute) => textAt(compute, 'id') ?? 'a compute');
	return `${names.slice(0, 3).join(', ')}${names.length > 3 ? ` and ${names.length - 3} more` : ''}`;
}

function organizationFinding(project: string, seen: unknown): AuditFinding {
	const unseen = unseenReason(seen);
	const name = textAt(seen, 'name') ?? project;
	const make = findingsOf('twoFactor', `Neon: ${name}`);
	if (unseen !== '') return make.unknown('required', `Its organization could not be read: ${unseen}`);
	const required = valueAt(seen, 'isTwoFactorRequired');
	if (required === true) return make.passed('required', 'The organization lets in nobody without a second factor');
	if (required !== false) return make.unknown('required', 'Neon does not tell whether it requires a second factor');
	return make.failed(
		'required',
		'The organization does not require a second factor',
		'Require multi-factor authentication in the settings of the organization at Neon',
		{ isSevere: true },
	);
}
