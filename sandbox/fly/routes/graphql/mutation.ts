import type { JsonObject } from '../../json';
import { objectIn, readText } from '../../json';
import { organizations, type Organization } from '../../world/organizations';
import type { Resolver } from './connection';
import { refusal, refusing } from './refusal';

export type Resolvers = Readonly<Record<string, Resolver>>;

export const textOf = (source: JsonObject, key: string): string => readText(source, key) ?? '';

/** A mutation's input; the payload repeats its `clientMutationId`. */
export const mutation =
	(change: (input: JsonObject) => Record<string, unknown>): Resolver =>
	(given) => {
		const input = objectIn(given, 'input');
		return { clientMutationId: input['clientMutationId'], ...refusing(() => change(input)) };
	};

/** The organization of that id. Raises `Could not find Organization`. */
export function requireOrganization(id: unknown): Organization {
	const found = organizations.find((organization) => organization.id === id);
	if (!found) throw refusal('Could not find Organization', 'NOT_FOUND');
	return found;
}
