import { type CatalogRow, previewEnvironment } from '../catalog/catalogRow';
import { readServiceCatalog } from '../catalog/serviceCatalog';
import { secretNameOf } from '../secrets/listSecretSyncs';
import { isRecord, textsAt, valueAt } from '../values/jsonFields';
import { parseJson } from '../values/json';
import { stringAt } from '../ledger/record';
import type { AuditFinding } from './auditFinding';
import { isAuditRow } from './isAuditRow';
import { catalogFindings } from './checks/catalogChecks';

/** One thing to look at, as it travels through the workflow. What the steps see of it is added by them. */
export interface AuditSubject {
	readonly kind: 'catalog' | 'repository' | 'site' | 'app' | 'service' | 'address' | 'secret' | 'project' | 'redis';
	/** How it is called in the report; with the kind it tells one from the other. */
	readonly subject: string;
	/** Site, app, `cluster/service`, secret or project, for the step that reads it. */
	readonly target: string;
	/** Of a service on ECS. */
	readonly cluster: string;
	readonly service: string;
	/** The whole public address; empty where the platform tells it. */
	readonly address: string;
	/** The path to ask for below the platform's address. */
	readonly path: string;
	/** Whether the catalog names the secret itself, so that it must be there. */
	readonly isNamed: boolean;
}

/** What travels with each of them. */
export interface AuditNote {
	readonly startedAt: string;
	/** Kind and subject of all: what does not come back was not looked at. */
	readonly expected: readonly string[];
	/** Severe findings of the last audit; null where they could not be read. */
	readonly known: readonly string[] | null;
}

const nothing = { target: '', cluster: '', service: '', address: '', path: '', isNamed: false } as const;

export function subjectKey({ kind, subject }: Pick<AuditSubject, 'kind' | 'subject'>): string {
	return `${kind} ${subject}`;
}

/**
 * What an audit of this catalog looks at, each thing once, and the projects of `databases`. Rows of previews are
 * left out, save for the database that theirs is made of.
 */
export function auditSubjects(rows: readonly CatalogRow[], databases: readonly unknown[] = []): AuditSubject[] {
	const enabled = rows.filter((row) => row.enabled && row.environment !== previewEnvironment && row.service !== '');
	const projects = rows.filter(({ environment, enabled: isOn }) => isOn && environment === previewEnvironment);
	const found: AuditSubject[] = [
		{ ...nothing, kind: 'catalog', subject: 'the catalog' },
		{ ...nothing, kind: 'redis', subject: 'The Redis of the locks' },
		...enabled.flatMap(({ repository }): AuditSubject[] =>
			repository === '' ? [] : [{ ...nothing, kind: 'repository', subject: repository, target: repository }],
		),
		...enabled.flatMap(onItsPlatform),
		...enabled.map((row): AuditSubject => {
			const target = secretNameOf(row);
			return { ...nothing, kind: 'secret', subject: target, target, isNamed: row.secretName !== '' };
		}),
		...[...projects, ...enabled].flatMap(({ previewParent }): AuditSubject[] => {
			if (previewParent === null) return [];
			const { project } = previewParent;
			return [{ ...nothing, kind: 'project', subject: project, target: project }];
		}),
		...databases.flatMap((row): AuditSubject[] => {
			const project = stringAt(row, 'project').trim();
			if (project === '' || valueAt(row, 'enabled') === false) return [];
			return [{ ...nothing, kind: 'project', subject: project, target: project }];
		}),
	];
	return [...new Map(found.map((subject) => [subjectKey(subject), subject])).values()];
}

function onItsPlatform({ platform, target, healthUrl }: CatalogRow): AuditSubject[] {
	const isWhole = /^https?:/i.test(healthUrl);
	const place = { address: isWhole ? healthUrl : '', path: isWhole ? '' : healthUrl || '/' };
	if (target === '') return [];
	switch (platform) {
		case 'netlify':
			return [{ ...nothing, ...place, kind: 'site', subject: target, target }];
		case 'fly':
			return [{ ...nothing, ...place, kind: 'app', subject: target, target }];
		case 'ecs': {
			const [cluster = '', service = ''] = target.split('/');
			const seen: AuditSubject = { ...nothing, kind: 'service', subject: target, target, cluster, service };
			return isWhole ? [seen, addressSubject(healthUrl)] : [seen];
		}
		default:
			return isWhole ? [addressSubject(healthUrl)] : [];
	}
}

function addressSubject(address: string): AuditSubject {
	const url = URL.canParse(address) ? new URL(address) : null;
	const subject = url === null ? 'An address of the catalog that is none' : `${url.host}${url.pathname}`;
	return { ...nothing, kind: 'address', subject, address };
}

/**
 * The items of an audit, by the rows of the catalog, of the databases and of the last audit in whatever order they
 * came: each is told by its columns. Null where no row of the catalog came.
 */
export function planAudit(
	rows: readonly unknown[],
	startedAt: string,
): ReadonlyArray<AuditSubject & { readonly audit: AuditNote; readonly findings: readonly AuditFinding[] }> | null {
	const records = rows.filter(isRecord).filter((row) => Object.keys(row).length > 0);
	const catalog = readServiceCatalog(records.filter((row) => 'depends_on' in row && 'service' in row));
	if (catalog.rows.length === 0) return null;
	const subjects = auditSubjects(catalog.rows, records.filter(isDatabase));
	const audit = { startedAt, expected: subjects.map(subjectKey), known: knownIn(records) };
	return subjects.map((subject) => ({
		...subject,
		audit,
		findings: subject.kind === 'catalog' ? catalogFindings(catalog.rows) : [],
	}));
}

/** A row of `slipway_databases`, by a column that only it has. */
function isDatabase(row: Readonly<Record<string, unknown>>): boolean {
	return 'proven_at' in row && 'project' in row;
}

/** What stands in the place of a row of any of these tables could not be read. */
function knownIn(records: ReadonlyArray<Readonly<Record<string, unknown>>>): readonly string[] | null {
	const others = records.filter((row) => !('depends_on' in row) && !isDatabase(row));
	const last = others.filter(isAuditRow).sort((left, right) => Number(right.id) - Number(left.id))[0];
	if (last === undefined) return others.length === 0 ? [] : null;
	const read = parseJson(stringAt(last, 'severe'));
	return read.ok && Array.isArray(read.value) ? textsAt({ keys: read.value }, 'keys') : null;
}

/** The note that travels with an item; null where it has none. */
export function auditNoteOf(item: unknown): AuditNote | null {
	const note = valueAt(item, 'audit');
	const startedAt = stringAt(note, 'startedAt');
	if (startedAt === '') return null;
	const known = valueAt(note, 'known');
	return {
		startedAt,
		expected: textsAt(note, 'expected'),
		known: Array.isArray(known) ? textsAt(note, 'known') : null,
	};
}
