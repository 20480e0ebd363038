import { type CatalogRow, previewEnvironment } from '../../catalog/catalogRow';
import { type AuditFinding, findingsOf } from '../auditFinding';

const production = 'production';

/** Platforms whose APIs do not tell whether they ask for a second factor, and where a person sees it. */
const withoutTwoFactor: Readonly<Record<string, string>> = {
	netlify: 'Netlify (Team settings, Access & security)',
	fly: 'Fly.io (Organization, Settings)',
	ecs: 'AWS (IAM, Account settings and the root user)',
	graphos: 'Apollo GraphOS (Organization, Members)',
	temporal: 'Temporal Cloud (Settings, Identities)',
};

/** What the catalog tells by itself, and what no API tells. */
export function catalogFindings(rows: readonly CatalogRow[]): AuditFinding[] {
	const enabled = rows.filter((row) => row.enabled && row.environment !== previewEnvironment);
	return [...stagingFindings(enabled), ...secondFactors(enabled), ...flyImages(enabled), secondCopy()];
}

function stagingFindings(rows: readonly CatalogRow[]): AuditFinding[] {
	return rows
		.filter(({ environment }) => environment === production)
		.map((row) => {
			const make = findingsOf('staging', row.service);
			const others = rows.filter(({ service, environment }) => service === row.service && environment !== production);
			const [twin] = others;
			if (twin === undefined) {
				return make.failed(
					'row',
					'It has no environment besides production: what is deployed there was never tried',
					'Add a row with environment "staging", of its own target and branch',
				);
			}
			const isOtherPlatform = others.every(({ platform }) => platform !== row.platform);
			if (isOtherPlatform) {
				return make.failed(
					'row',
					`${twin.environment} is on ${twin.platform}, production on ${row.platform}`,
					'Let both be on the same platform, so that one proves the other',
				);
			}
			return make.passed('row', `It has ${others.map(({ environment }) => environment).join(', ')} on ${row.platform}`);
		});
}

function secondFactors(rows: readonly CatalogRow[]): AuditFinding[] {
	const platforms = [...new Set(rows.map(({ platform }) => platform))].sort();
	const places = platforms.flatMap((platform) => withoutTwoFactor[platform] ?? []);
	return [
		findingsOf('twoFactor', 'Where no API tells').unknown(
			'required',
			`No API tells whether a second factor is asked for by ${[...places, 'Upstash (Team)', 'PagerDuty (the single sign-on)'].join(', ')}`,
			'Look there by hand, once a quarter',
		),
	];
}

function flyImages(rows: readonly CatalogRow[]): AuditFinding[] {
	const apps = [...new Set(rows.filter(({ platform }) => platform === 'fly').map(({ target }) => target))];
	return apps.map((app) =>
		findingsOf('containers', app).unknown(
			'image',
			'Its image is not in ECR, and Fly.io tells no findings of images',
			'Scan it where it is built, such as by a step of its GitHub Actions workflow that uploads to code scanning',
		),
	);
}

function secondCopy(): AuditFinding {
	return findingsOf('codeBackup', 'A second copy').unknown(
		'copy',
		'No API tells whether the repositories are copied anywhere besides GitHub',
		'A mirror that is pushed to by a schedule, or an organization-wide backup, keeps them when the account is lost',
	);
}
