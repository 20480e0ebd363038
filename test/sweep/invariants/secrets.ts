import { SEED_PASSWORDS } from '../../../sandbox/neon/seed';
import { isRecord, readPath } from '../../../tools/json';
import { sandboxCredentials } from '../../../tools/sandboxCredentials';
import { secretsIn } from '../../workflows/secretPlaces';
import type { SweptWorld } from '../sweptWorld';

/** Secrets of the world, by what they are. */
function secretsOf(engine: SweptWorld): ReadonlyMap<string, string> {
	const secrets = new Map<string, string>();
	for (const { name, data } of sandboxCredentials(engine.sandbox.origin)) {
		for (const [field, value] of Object.entries(data)) {
			if (/token|secret|key$|password/i.test(field)) secrets.set(`${name}: ${field}`, String(value));
		}
	}
	secrets.set("Neon password of production's database", SEED_PASSWORDS.paintbox);
	return secrets;
}

/** Secrets in what a person may read afterwards: runs, tables, pages, and what GitHub was told. */
export function shownSecrets(engine: SweptWorld): string[] {
	return plantedIn(engine, secretsOf(engine));
}

/** The same of secrets that a scene has planted. */
export function plantedIn(engine: SweptWorld, secrets: ReadonlyMap<string, string>): string[] {
	if (secrets.size === 0) return [];
	const { runner, tables, sandbox } = engine;
	const { github, pagerduty } = sandbox.state();
	const places = new Map<string, string>([
		[
			"n8n's executions",
			JSON.stringify(
				runner.runs.map(({ data, error }) => [readPath(data, 'resultData'), error?.message, error?.stack]),
			),
		],
		...['releases', 'deployments', 'previews', 'secret_syncs', 'backups'].map((name): [string, string] => [
			`Data Table ${name}`,
			JSON.stringify(tables.rows(`slipway_${name}`)),
		]),
		['pages', JSON.stringify(isRecord(pagerduty) ? pagerduty.incidents : pagerduty)],
		['what GitHub shows', JSON.stringify(isRecord(github) ? github.repositories : github)],
	]);
	return secretsIn(places, secrets).map((where) => `a secret is shown: ${where}`);
}
