import { contextPattern, productionContext } from './deploymentContext';
import { type DeployTimes, parseDeployWindows, parseFreezes } from './deployWindow';
import { type GlobIssue, globListIssues } from '../values/globs/globIssue';
import type { GlobFilter } from '../values/globs/globFilter';
import { parseGlobs, parseReferenceGlobs } from '../values/globs/globList';
import { parseImageReference } from '../values/imageReference';
import { nearNames } from '../values/nearNames';
import { parseRepositoryName } from '../values/repositoryName';

/** The platforms a row may name. */
export const catalogPlatforms = ['netlify', 'fly', 'ecs', 'graphos', 'temporal'] as const;

/** A service in an environment, as read from one row of the catalog. What could not be read is empty. */
export interface CatalogRow {
	/** Counted from 1, as people count. */
	readonly rowNumber: number;
	readonly service: string;
	readonly displayName: string;
	readonly environment: string;
	readonly platform: string;
	/** Site id or name; app; `cluster/service`; graph. */
	readonly target: string;
	/** `owner/name`. */
	readonly repository: string;
	/** GitHub's number of the repository, which a rename leaves as it is; null where the row has none. */
	readonly repositoryId: string | null;
	/** Netlify's: `production`, `deploy-preview`, `branch:staging`; empty on other platforms. */
	readonly context: string;
	readonly branches: readonly string[];
	/** An empty include means every file. */
	readonly paths: GlobFilter;
	/** As the row says; the lowest goes first. */
	readonly wave: number;
	readonly healthUrl: string;
	readonly versionUrl: string;
	readonly dependsOn: readonly string[];
	readonly enabled: boolean;
	readonly hold: boolean;
	readonly holdReason: string;
	/** The image to deploy, with `{commit}` in the place of the commit; empty where the platform builds. */
	readonly image: string;
	/** The container to change; empty where there is only one. */
	readonly container: string;
	/** File of the GitHub Actions workflow that builds the image, such as `build-paintbox-api.yml`. */
	readonly buildWorkflow: string;
	readonly buildTimeoutMinutes: number;
	/** Whether the branch's head is deployed, or the commit of the latest release. */
	readonly deployFrom: 'branch' | 'release';
	/** Whether it is rolled back when another service of its release fails: as dependencies tell, always, never. */
	readonly compensate: '' | 'release' | 'never';
	/** Amazon ECS: command of a task that is run once before the service is deployed. */
	readonly migration: string;
	/** Fly.io: how machines are replaced, what runs before, and which secrets must have arrived. */
	readonly strategy: string;
	readonly releaseCommand: string;
	readonly secretsVersion: string;
	/** When it may be deployed. */
	readonly times: DeployTimes;
	/** Whether a person has to approve each deployment; with four eyes nobody approves what is their own. */
	readonly approval: '' | 'required' | 'four-eyes';
	/** E-mail addresses, in lower case; empty for everybody who may open the form. */
	readonly approvers: readonly string[];
	/** Previews at Fly.io: the organization of their apps, which is not that of production. */
	readonly previewOrg: string;
	/** Previews: the project and branch at Neon that their database is branched from; null where they have none. */
	readonly previewParent: PreviewParent | null;
	/** Whether their database has the parent's data, or its tables alone. */
	readonly previewData: 'copy' | 'schema-only';
	/** The AWS secret of this service and environment; empty for the one that Bootstrap names. */
	readonly secretName: string;
	/** Whether a roll back brings the version of that secret back that the deployment had. */
	readonly rollBackSecrets: boolean;
}

export interface PreviewParent {
	/** Its id or its name. */
	readonly project: string;
	readonly branch: string;
}

export interface CatalogIssue {
	readonly row: number;
	readonly service: string;
	readonly environment: string;
	/** The column. */
	readonly field: string;
	readonly message: string;
	readonly advice: string;
}

/** Rows of this environment belong to pull requests, all others to branches. */
export const previewEnvironment = 'preview';

const defaultBuildTimeoutMinutes = 60;

/** The image of a commit. */
export function imageOfCommit(image: string, commit: string): string {
	return image.replaceAll('{commit}', commit);
}

/** Names go into lock and idempotency keys, whose parts are separated by `@` and `/`. */
const namePattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/;

/** Reads a row of the Data Table, its issues apart. Nothing in it is guessed, save that an empty wave is the first. */
export function readCatalogRow(
	row: Readonly<Record<string, unknown>>,
	rowNumber: number,
): { readonly row: CatalogRow; readonly issues: readonly CatalogIssue[] } {
	const reader = new RowReader(row);
	const read: CatalogRow = {
		rowNumber,
		service: reader.name('service', 'paintbox-frontend'),
		displayName: reader.text('display_name') || reader.text('service'),
		environment: reader.name('environment', 'production'),
		platform: reader.platform(),
		target: reader.target(),
		repository: reader.repository(),
		repositoryId: reader.repositoryId(),
		context: reader.context(),
		branches: reader.branches(),
		paths: { include: reader.globs('paths', true), exclude: reader.globs('exclude_paths', false), names: 'paths' },
		wave: reader.wave(),
		healthUrl: reader.address('health_url'),
		versionUrl: reader.address('version_url'),
		dependsOn: reader
			.text('depends_on')
			.split(/[\n,]/)
			.map((name) => name.trim())
			.filter(Boolean),
		enabled: reader.switchedOn('enabled'),
		hold: reader.switchedOn('hold'),
		holdReason: reader.text('hold_reason'),
		image: reader.image(),
		container: reader.text('container'),
		buildWorkflow: reader.buildWorkflow(),
		buildTimeoutMinutes: reader.buildTimeoutMinutes(),
		deployFrom: reader.word('deploy_from', ['branch', 'release'], 'branch'),
		compensate: reader.word('compensate', ['', 'release', 'never'], reader.text('migration') === '' ? '' : 'never'),
		migration: reader.text('migration'),
		strategy: reader.text('strategy'),
		releaseCommand: reader.text('release_command'),
		secretsVersion: reader.text('secrets_version'),
		times: reader.times(),
		approval: reader.word('approval', ['', 'required', 'four-eyes'], ''),
		approvers: reader.approvers(),
		previewOrg: reader.previewOrg(),
		previewParent: reader.previewParent(),
		previewData: reader.word('preview_data', ['copy', 'schema-only'], 'copy'),
		secretName: reader.text('secret_name'),
		rollBackSecrets: reader.switchedOn('roll_back_secrets'),
	};
	const { service, environment } = read;
	return {
		row: read,
		issues: reader.issues.map((issue) => ({ row: rowNumber, service, environment, ...issue })),
	};
}

class RowReader {
	readonly issues: Array<{ readonly field: string; readonly message: string; readonly advice: string }> = [];

	constructor(private readonly row: Readonly<Record<string, unknown>>) {}

	/** A column's text, trimmed; empty for one that is not there. */
	text(field: string): string {
		const value = Object.hasOwn(this.row, field) ? this.row[field] : undefined;
		if (value === undefined || value === null) return '';
		if (typeof value === 'object') {
			this.add(field, `${field} is not text`, 'Enter text in this column');
			return '';
		}
		return String(value).trim();
	}

	name(field: string, example: string): string {
		const text = this.text(field);
		if (text === '') {
			this.add(field, `the row names no ${field}`, `Enter a name such as ${example}`);
		} else if (!namePattern.test(text)) {
			this.add(
				field,
				`"${text}" is not a name`,
				`Use letters, digits, dots, dashes and underscores, such as ${example}`,
			);
		}
		return text;
	}

	platform(): string {
		const text = this.text('platform').toLowerCase();
		const all = catalogPlatforms.join(', ');
		if (text === '') {
			this.add('platform', 'the row names no platform', `Use one of ${all}`);
		} else if (!catalogPlatforms.some((platform) => platform === text)) {
			const near = nearNames(text, catalogPlatforms)[0];
			this.add(
				'platform',
				`"${text}" is not a known platform`,
				near === undefined ? `Use one of ${all}` : `Did you mean ${near}? Known platforms: ${all}`,
			);
		}
		return text;
	}

	target(): string {
		const text = this.text('target');
		if (text === '') {
			this.add('target', 'the row names no target', 'Enter the site, the app or the cluster/service to deploy to');
		} else if (this.text('platform').toLowerCase() === 'ecs' && !/^[^/\s]+\/[^/\s]+$/.test(text)) {
			this.add('target', `"${text}" is not cluster/service`, 'For ecs, enter the cluster and the service');
		}
		return text;
	}

	repository(): string {
		const text = this.text('repository');
		const parsed = parseRepositoryName(text);
		if (parsed !== null) return `${parsed.owner}/${parsed.name}`;
		this.add(
			'repository',
			text === '' ? 'the row names no repository' : `"${text}" is not a repository`,
			'Enter owner/name, such as candlefish-ai/paintbox',
		);
		return '';
	}

	repositoryId(): string | null {
		const text = this.text('repository_id');
		if (text === '' || /^[1-9]\d{0,18}$/.test(text)) return text || null;
		this.add(
			'repository_id',
			`"${text}" is not the number of a repository`,
			'Enter the id that GitHub shows for it (gh api repos/OWNER/NAME --jq .id), or leave it empty',
		);
		return null;
	}

	/** Where at Netlify the row deploys to; previews are a context of their own. */
	context(): string {
		const text = this.text('context');
		const isNetlify = this.text('platform').toLowerCase() === 'netlify';
		if (text === '') {
			if (!isNetlify) return '';
			return this.isPreview() ? 'deploy-preview' : productionContext;
		}
		if (!isNetlify) {
			this.add('context', 'only a row of netlify has a context', 'Leave it empty');
		} else if (!contextPattern.test(text)) {
			this.add(
				'context',
				`"${text}" is not a context of Netlify`,
				'Use production, deploy-preview, branch-deploy or branch: followed by a branch name, or leave it empty for production',
			);
		}
		return text;
	}

	branches(): readonly string[] {
		const branches = parseReferenceGlobs(this.text('branch'), 'heads');
		if (branches.length === 0 && !this.hasIssue('branch')) {
			this.add('branch', 'the row names no branch', 'Enter the branch to deploy from, such as main');
		}
		this.addAll('branch', globListIssues(branches, false));
		return branches;
	}

	globs(field: string, mayOnlyTakeBack: boolean): readonly string[] {
		const patterns = parseGlobs(this.text(field));
		this.addAll(field, globListIssues(patterns, mayOnlyTakeBack));
		return patterns;
	}

	wave(): number {
		const text = this.text('wave');
		if (text === '') return 1;
		const wave = Number(text);
		if (Number.isInteger(wave) && wave >= 0 && wave <= 1_000) return wave;
		this.add(
			'wave',
			`the wave "${text}" is not a whole number from 0 to 1000`,
			'Use 1 for schemas, 2 for APIs and workers, 3 for frontends',
		);
		return 1;
	}

	/** An image with `{commit}` in it, or a fixed one. */
	image(): string {
		const text = this.text('image');
		if (text === '') return '';
		const parsed = parseImageReference(imageOfCommit(text, '0'.repeat(40)));
		if (parsed.ok) return text;
		this.add('image', parsed.reason, 'Enter one such as registry.fly.io/paintbox-api:{commit}');
		return '';
	}

	buildWorkflow(): string {
		const text = this.text('build_workflow');
		if (text === '' || /^[^\s/]+\.ya?ml$/.test(text)) return text;
		this.add(
			'build_workflow',
			`"${text}" is not the file of a workflow`,
			'Enter its name in .github/workflows, such as build-paintbox-api.yml',
		);
		return '';
	}

	buildTimeoutMinutes(): number {
		const text = this.text('build_timeout');
		if (text === '') return defaultBuildTimeoutMinutes;
		const minutes = Number(text);
		if (Number.isFinite(minutes) && minutes > 0 && minutes <= 1_440) return minutes;
		this.add('build_timeout', `"${text}" is not a number of minutes up to 1440`, 'Use 60, or leave it empty');
		return defaultBuildTimeoutMinutes;
	}

	/** Without one of their own, previews would stand among production's apps, with its credential. */
	previewOrg(): string {
		const text = this.text('preview_org').toLowerCase();
		const isNeeded = this.isPreview() && this.text('platform').toLowerCase() === 'fly';
		if (text === '' && isNeeded) {
			this.add(
				'preview_org',
				'a preview at Fly.io names no organization',
				'Enter the slug of the organization that the apps of previews are made in, such as candlefish-previews',
			);
		} else if (text !== '' && !/^[a-z0-9][a-z0-9-]*$/.test(text)) {
			this.add('preview_org', `"${text}" is not the slug of an organization`, 'Enter it as `fly orgs list` shows it');
			return '';
		}
		return text;
	}

	previewParent(): PreviewParent | null {
		const text = this.text('preview_parent');
		if (text === '') return null;
		const [, project = '', branch = ''] = /^([^/\s]+)\/(\S+)$/.exec(text) ?? [];
		if (branch !== '') return { project, branch };
		this.add(
			'preview_parent',
			`"${text}" is not project/branch`,
			'Enter the project and the branch at Neon that previews are branched from, such as paintbox/preview-data',
		);
		return null;
	}

	private isPreview(): boolean {
		return this.text('environment').toLowerCase() === previewEnvironment;
	}

	/** Windows, and freezes in the zone of the first window unless they name their own. */
	times(): DeployTimes {
		const text = this.text('window');
		const windows = parseDeployWindows(text);
		const freezes = parseFreezes(this.text('freeze'), windows.values[0]?.timeZone ?? 'UTC');
		for (const { message, advice } of windows.issues) this.add('window', message, advice);
		for (const { message, advice } of freezes.issues) this.add('freeze', message, advice);
		return { text, windows: windows.values, freezes: freezes.values };
	}

	approvers(): readonly string[] {
		const entries = this.text('approvers')
			.split(/[\n,;]/)
			.map((entry) => entry.trim().toLowerCase())
			.filter((entry) => entry !== '');
		for (const entry of entries) {
			if (/^[^@\s]+@[^@\s]+$/.test(entry)) continue;
			this.add(
				'approvers',
				`"${entry}" is not an e-mail address`,
				'Enter the addresses of n8n logins, such as ada@example.com',
			);
		}
		return entries;
	}

	word<Word extends string>(field: string, words: readonly Word[], otherwise: Word): Word {
		const text = this.text(field).toLowerCase();
		const found = words.find((word) => word === text);
		if (text === '') return otherwise;
		if (found !== undefined) return found;
		const known = words.filter((word) => word !== '').join(' or ');
		this.add(field, `"${text}" is not ${known}`, `Use ${known}, or leave it empty`);
		return otherwise;
	}

	/** An address, a path below the service's own, or empty: a worker without one is fine. */
	address(field: string): string {
		const text = this.text(field);
		if (text === '' || /^\/(?!\/)/.test(text)) return text;
		const address = URL.canParse(text) ? new URL(text) : null;
		if (address === null || !/^https?:$/.test(address.protocol)) {
			this.add(
				field,
				`${field} is not an http or https address`,
				'Enter one such as https://example.com/health, a path such as /health below the address that the platform gives, or leave it empty',
			);
			return '';
		}
		if (address.username !== '' || address.password !== '') {
			this.add(field, `${field} carries a user name or password`, 'Remove it: everyone who reads the catalog sees it');
			return '';
		}
		return text;
	}

	/** Empty is off, so that a row which is not finished yet deploys nothing. */
	switchedOn(field: string): boolean {
		const text = this.text(field).toLowerCase();
		if (['true', '1', 'yes'].includes(text)) return true;
		if (!['', 'false', '0', 'no'].includes(text)) {
			this.add(field, `${field} is neither true nor false: "${text}"`, 'Use true or false');
			// What cannot be read is taken as on, so that the issue is met, and a hold holds.
			return true;
		}
		return false;
	}

	private addAll(field: string, issues: readonly GlobIssue[]): void {
		for (const { message, advice } of issues) this.add(field, message, advice);
	}

	private hasIssue(field: string): boolean {
		return this.issues.some((issue) => issue.field === field);
	}

	private add(field: string, message: string, advice: string): void {
		this.issues.push({ field, message, advice });
	}
}
