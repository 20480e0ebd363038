import { isTrueAt, numberAt, textAt, valueAt } from '../../values/jsonFields';
import { type AuditFinding, findingsOf } from '../auditFinding';
import { unseenReason } from '../unseen';

/** The three that GitHub has, by their names in what Repository: Get Security gives. */
const scans = [
	{ name: 'dependencies', words: 'Dependabot', setting: 'Dependabot alerts' },
	{ name: 'code', words: 'Code scanning', setting: 'Code scanning' },
	{ name: 'secrets', words: 'Secret scanning', setting: 'Secret scanning' },
] as const;

/** What GitHub knows of a repository: what it scans, what it found, who may come in, and whether history can be lost. */
export function repositoryFindings(repository: string, seen: unknown): AuditFinding[] {
	const unseen = unseenReason(seen);
	if (unseen !== '') {
		return (['dependencies', 'twoFactor', 'codeBackup'] as const).map((line) =>
			findingsOf(line, repository).unknown('read', `It could not be read: ${unseen}`),
		);
	}
	return [
		...scans.map((scan) => scanFinding(repository, scan, valueAt(seen, scan.name))),
		organizationFinding(textAt(seen, 'organization', 'name') ?? repository.split('/')[0] ?? '', seen),
		protectionFinding(repository, seen),
	];
}

function scanFinding(repository: string, scan: (typeof scans)[number], seen: unknown): AuditFinding {
	const make = findingsOf('dependencies', repository);
	const { name, words, setting } = scan;
	const state = textAt(seen, 'state');
	if (state === 'off') {
		return make.failed(
			name,
			`${words} is switched off`,
			`Switch it on in the repository's settings, under Advanced Security: ${setting}`,
		);
	}
	if (state !== 'on') {
		return make.unknown(name, `${words} could not be asked: ${textAt(seen, 'reason') ?? 'GitHub did not say why'}`);
	}
	const count = (severity: string): number => numberAt(seen, 'open', severity) ?? 0;
	const total = count('total');
	const more = isTrueAt(seen, 'isMore') ? ' or more' : '';
	if (total === 0) return make.passed(name, `${words} is on, and has nothing open`);
	const examples = textAt(seen, 'examples');
	const worst = ['critical', 'high'].filter((severity) => count(severity) > 0);
	const counts = worst.map((severity) => `${count(severity)} ${severity}`).join(' and ');
	const isSevere = worst.length > 0 || name === 'secrets';
	return make.failed(
		name,
		`${words} has ${total}${more} open${counts === '' ? '' : `, of which ${counts}`}${examples === null ? '' : `: ${examples}`}`,
		name === 'secrets'
			? 'Revoke what was committed, then close the alert: removing it from the code is not enough'
			: 'Update or dismiss them on GitHub, under Security',
		{ isSevere },
	);
}

function organizationFinding(organization: string, seen: unknown): AuditFinding {
	const make = findingsOf('twoFactor', `GitHub: ${organization}`);
	const required = valueAt(seen, 'organization', 'isTwoFactorRequired');
	if (required === true) return make.passed('required', 'The organization lets in nobody without a second factor');
	if (required === false) {
		return make.failed(
			'required',
			'The organization does not require a second factor',
			'Require two-factor authentication in its settings, under Authentication security',
			{ isSevere: true },
		);
	}
	return make.unknown(
		'required',
		textAt(seen, 'organization', 'reason') ?? 'GitHub tells it to owners of the organization only',
		'Look in the settings of the organization, under Authentication security',
	);
}

function protectionFinding(repository: string, seen: unknown): AuditFinding {
	const make = findingsOf('codeBackup', repository);
	const branch = textAt(seen, 'defaultBranch') ?? 'the default branch';
	const isProtected = valueAt(seen, 'isDefaultBranchProtected');
	if (isProtected === true) return make.passed('protected', `${branch} is protected`);
	if (isProtected === false) {
		return make.failed(
			'protected',
			`${branch} is not protected: its history can be overwritten or deleted`,
			'Protect it with a ruleset that refuses force pushes and deletion',
		);
	}
	return make.unknown('protected', `GitHub did not tell whether ${branch} is protected`);
}
