import type { CatalogIssue, CatalogRow } from './catalogRow';
import { nearNames } from '../values/nearNames';

/** What a row is called, whatever the case: one service in one environment. */
export function rowKey(service: string, environment: string): string {
	return `${service}@${environment}`.toLowerCase();
}

export type RowsByKey = ReadonlyMap<string, CatalogRow>;

/** The first row of each name. */
export function rowsByKey(rows: readonly CatalogRow[]): RowsByKey {
	const byKey = new Map<string, CatalogRow>();
	for (const row of rows) {
		const key = rowKey(row.service, row.environment);
		if (!byKey.has(key)) byKey.set(key, row);
	}
	return byKey;
}

/** The rows a row depends on: services of its own environment. Unknown ones are left out. */
export function dependenciesOf(row: CatalogRow, byKey: RowsByKey): CatalogRow[] {
	return row.dependsOn.flatMap((service) => byKey.get(rowKey(service, row.environment)) ?? []);
}

/** Dependencies that are unknown, that come in a later wave, or that go in a circle. */
export function dependencyIssues(rows: readonly CatalogRow[]): CatalogIssue[] {
	const byKey = rowsByKey(rows);
	return rows.flatMap((row) => {
		const inEnvironment = rows.filter(({ environment }) => environment === row.environment);
		const issues: CatalogIssue[] = row.dependsOn
			.filter((service) => !byKey.has(rowKey(service, row.environment)))
			.map((service) => {
				const near = nearNames(
					service,
					inEnvironment.map((other) => other.service),
				)[0];
				return issueOf(
					row,
					`there is no service "${service}" in ${row.environment || 'its environment'}`,
					near === undefined ? 'Add its row, or remove it here' : `Did you mean ${near}?`,
				);
			});
		for (const dependency of dependenciesOf(row, byKey)) {
			if (dependency.wave > row.wave) {
				issues.push(
					issueOf(
						row,
						`it depends on ${dependency.service}, which is in the later wave ${dependency.wave}`,
						`Give this row a wave above ${dependency.wave}, or that one a wave up to ${row.wave}`,
					),
				);
			}
		}
		const circle = circleFrom(row, byKey);
		if (circle !== null) {
			issues.push(
				issueOf(
					row,
					`its dependencies go in a circle: ${circle.map(({ service }) => service).join(' -> ')}`,
					'Remove one of these dependencies',
				),
			);
		}
		return issues;
	});
}

/**
 * The wave each row is really deployed in, by `rowKey`: its own, but at least one after all it
 * depends on. Worked example: schema 1, api 1 and dependent on schema, web 1 and dependent on
 * api: 1, 2, 3.
 */
export function effectiveWaves(rows: readonly CatalogRow[]): ReadonlyMap<string, number> {
	const byKey = rowsByKey(rows);
	const waves = new Map<string, number>();
	const visit = (row: CatalogRow, under: ReadonlySet<string>): number => {
		const key = rowKey(row.service, row.environment);
		const known = waves.get(key);
		if (known !== undefined) return known;
		let wave = row.wave;
		for (const dependency of dependenciesOf(row, byKey)) {
			// A circle is an issue of its own; here it only must not go on for ever.
			if (under.has(rowKey(dependency.service, dependency.environment))) continue;
			wave = Math.max(wave, visit(dependency, new Set([...under, key])) + 1);
		}
		waves.set(key, wave);
		return wave;
	};
	for (const row of byKey.values()) visit(row, new Set([rowKey(row.service, row.environment)]));
	return waves;
}

/** A way from the row back to itself, the row at both ends; null when there is none. */
function circleFrom(start: CatalogRow, byKey: RowsByKey): CatalogRow[] | null {
	const visited = new Set<CatalogRow>();
	const walk = (row: CatalogRow, way: readonly CatalogRow[]): CatalogRow[] | null => {
		for (const dependency of dependenciesOf(row, byKey)) {
			if (dependency === start) return [...way, start];
			if (visited.has(dependency)) continue;
			visited.add(dependency);
			const found = walk(dependency, [...way, dependency]);
			if (found !== null) return found;
		}
		return null;
	};
	return walk(start, [start]);
}

function issueOf(row: CatalogRow, message: string, advice: string): CatalogIssue {
	const { rowNumber, service, environment } = row;
	return { row: rowNumber, service, environment, field: 'depends_on', message, advice };
}
