import { chooseRollbackTarget, type RollbackCandidate } from '../../deployment/state/rollbackTarget';
import { artifactOf, type PublishedSchema } from './publishedSchema';

interface Candidate extends RollbackCandidate {
	readonly schema: PublishedSchema;
}

export type SchemaChoice =
	{ readonly ok: true; readonly target: PublishedSchema } | { readonly ok: false; readonly reason: string };

/**
 * The newest verified schema before `bad` that is another one. Without a list all count that were served and not
 * rolled back from: a schema is, when the one after it had been served before it.
 *
 * @param schemas the newest first.
 */
export function chooseSchema(
	bad: PublishedSchema,
	schemas: readonly PublishedSchema[],
	verified: readonly string[] | null,
): SchemaChoice {
	const from = schemas.findIndex(({ launchId }) => launchId === bad.launchId);
	const known = from < 0 ? [bad, ...schemas] : schemas.slice(from);
	// By their place: launches of one second have the same time.
	const order = (schema: PublishedSchema): string => String(known.length - known.indexOf(schema)).padStart(6, '0');
	const choice = chooseRollbackTarget<Candidate>(
		bad.launchId,
		known.map((schema) => ({
			id: schema.launchId,
			createdAt: order(schema),
			verified: schema.hash !== bad.hash && isVerified(schema, schemas, verified),
			isRollback: false,
			schema,
		})),
	);
	return choice.found ? { ok: true, target: choice.target.schema } : { ok: false, reason: choice.reason };
}

function isVerified(
	schema: PublishedSchema,
	schemas: readonly PublishedSchema[],
	verified: readonly string[] | null,
): boolean {
	if (verified !== null) return isNamed(schema, verified);
	const index = schemas.indexOf(schema);
	const after = schemas[index - 1];
	return after === undefined || !schemas.slice(index + 1).some(({ hash }) => hash === after.hash);
}

/** By its launch, its commit or its hash. */
export function isNamed({ launchId, revision, hash }: PublishedSchema, names: readonly string[]): boolean {
	return [launchId, revision, hash, artifactOf({ hash })].some(
		(name) => name !== '' && names.includes(name.toLowerCase()),
	);
}
