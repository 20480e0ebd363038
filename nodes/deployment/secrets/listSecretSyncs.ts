import { type CatalogRow, previewEnvironment } from '../catalog/catalogRow';
import { readServiceCatalog } from '../catalog/serviceCatalog';
import { parseRepositoryName } from '../values/repositoryName';
import type { SecretSyncAsk } from './secretSyncAsk';
import { readSecretSyncRow, type SecretSyncRow, syncSources, syncTargets } from './secretSyncRow';

/**
 * What Secret Sync is told of one row, by the names of its fields: all are there, and empty where they do not
 * belong to its source and target.
 */
export interface SecretSyncItem {
	/** `sync`, also where it can only be said that the row has an issue; `back` to an earlier version; `nothing` where there is no row. */
	readonly next: 'sync' | 'back' | 'nothing';
	readonly row: SecretSyncRow | null;
	readonly service: string;
	readonly environment: string;
	/** Why the row cannot be carried out; empty where it can. */
	readonly issue: string;
	readonly isPlanOnly: boolean;
	readonly source: string;
	readonly secret: string;
	readonly versionId: string;
	readonly project: string;
	readonly branch: string;
	readonly redisDatabase: string;
	readonly target: string;
	readonly site: string;
	readonly contexts: readonly string[];
	readonly app: string;
	readonly repository: string;
	readonly gitHubEnvironment: string;
	readonly family: string;
	readonly container: string;
	readonly keys: string;
	readonly prefix: string;
	readonly prune: boolean;
}

const nothing: SecretSyncItem = {
	next: 'nothing',
	row: null,
	service: '',
	environment: '',
	issue: '',
	isPlanOnly: true,
	source: '',
	secret: '',
	versionId: '',
	project: '',
	branch: '',
	redisDatabase: '',
	target: '',
	site: '',
	contexts: [],
	app: '',
	repository: '',
	gitHubEnvironment: '',
	family: '',
	container: '',
	keys: '',
	prefix: '',
	prune: false,
};

/**
 * What is to be synced now, those first that have waited longest: a run that is cut off does not leave the same ones
 * out each time. Never nothing at all, so that a run that has nothing to do hands back its item, too.
 */
export function listSecretSyncs(
	ask: SecretSyncAsk,
	catalogRows: ReadonlyArray<Readonly<Record<string, unknown>>>,
	syncRows: readonly unknown[],
): SecretSyncItem[] {
	const { rows } = readServiceCatalog(catalogRows);
	const isAsked = ({ service, environment }: SecretSyncRow): boolean =>
		ask.service === '' || (service === ask.service && environment === ask.environment);
	const items = syncRows
		.flatMap((row) => readSecretSyncRow(row) ?? [])
		.filter((row) => row.isEnabled && isAsked(row) && isForTask(row, ask))
		.sort((left, right) => left.syncedAt.localeCompare(right.syncedAt) || left.id - right.id)
		.flatMap((row) => itemOf(row, rows, ask) ?? []);
	return items.length > 0 ? items : [nothing];
}

/** Only a version of AWS can be brought back; and a deployment that changes nothing brings nothing. */
function isForTask({ source, isPlanOnly }: SecretSyncRow, { task, secretVersion }: SecretSyncAsk): boolean {
	if (task === 'rollback') return secretVersion !== '' && source === 'aws' && !isPlanOnly;
	return task === '' || task === 'deploy';
}

/** Null where the catalog has switched the service off. */
function itemOf(row: SecretSyncRow, catalog: readonly CatalogRow[], ask: SecretSyncAsk): SecretSyncItem | null {
	const { service, environment, keys, prefix, isPruned } = row;
	const found = catalog.find((each) => each.service === service && each.environment === environment);
	if (found?.enabled === false) return null;
	if (ask.task === 'rollback' && found?.rollBackSecrets !== true) return null;
	const item: SecretSyncItem = {
		...nothing,
		next: 'sync',
		row,
		service,
		environment,
		isPlanOnly: row.isPlanOnly || ask.isPlanOnly,
		keys,
		prefix,
		prune: isPruned,
	};
	if (found === undefined) return { ...item, issue: `The catalog has no row of ${service} in ${environment}` };
	if (environment === previewEnvironment) {
		return { ...item, issue: 'The secrets of previews are brought when a preview is made, and need no row' };
	}
	const source = sourceOf(row, found);
	const target = targetOf(row, found);
	const issue = source.issue || target.issue || '';
	if (issue !== '') return { ...item, issue };
	return {
		...item,
		...source,
		...target,
		...(ask.task === 'rollback' && { next: 'back' as const, versionId: ask.secretVersion }),
	};
}

type Part = Partial<SecretSyncItem>;

function sourceOf({ source, sourceName }: SecretSyncRow, catalog: CatalogRow): Part {
	switch (source) {
		case 'aws':
			return { source: 'awsSecretsManager', secret: sourceName || secretNameOf(catalog) };
		case 'neon': {
			const [, project = '', branch = ''] = /^([^/\s]+)\/(\S+)$/.exec(sourceName) ?? [];
			if (branch === '') {
				return {
					issue: `"${sourceName}" in source_name is not project/branch, such as quiet-hill-12345678/br-quiet-hill`,
				};
			}
			return { source: 'neon', project, branch };
		}
		case 'upstash':
			return sourceName === ''
				? { source: 'upstashCredential' }
				: { source: 'upstashDatabase', redisDatabase: sourceName };
		default:
			return { issue: `"${source}" is not a source; use ${syncSources.join(', ')}` };
	}
}

function targetOf({ target, targetName, source }: SecretSyncRow, catalog: CatalogRow): Part {
	const word = target || catalog.platform;
	const isItsOwn = word === catalog.platform;
	const name = targetName || (isItsOwn ? catalog.target : '');
	if (word === 'github') return gitHubTargetOf(targetName, catalog);
	if (!syncTargets.some((known) => known === word)) {
		return { issue: `"${word}" takes no secrets from here; use ${syncTargets.join(', ')} in the column target` };
	}
	if (name === '') {
		return { issue: `${catalog.service} is not on ${word}, so the column target_name must say where to` };
	}
	if (word === 'netlify') {
		return { target: 'netlify', site: name, contexts: [isItsOwn && catalog.context ? catalog.context : 'production'] };
	}
	if (word === 'fly') return { target: 'fly', app: name };
	if (source !== 'aws') return { issue: 'ECS takes references to AWS Secrets Manager alone; use aws as the source' };
	const [first = '', second = ''] = name.split('/');
	return targetName === ''
		? { target: 'awsEcs', family: second, container: catalog.container || second }
		: { target: 'awsEcs', family: first, container: second || first };
}

/** Of an environment of its own unless the row names the repository alone: staging must not overwrite production. */
function gitHubTargetOf(targetName: string, { repository, environment }: CatalogRow): Part {
	const [owner = '', name = '', ...rest] = (targetName || `${repository}/${environment}`).split('/');
	if (parseRepositoryName(`${owner}/${name}`) === null) {
		return { issue: `"${targetName}" in target_name is neither owner/name nor owner/name/environment` };
	}
	return { target: 'gitHub', repository: `${owner}/${name}`, gitHubEnvironment: rest.join('/') };
}

/** The AWS secret of a service and environment: as the catalog says, else as Bootstrap names it. */
export function secretNameOf({ secretName, service, environment }: CatalogRow): string {
	return secretName || `${environment}/${service}`;
}
