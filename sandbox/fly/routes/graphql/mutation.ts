import type { JsonObject } from '../../json';
import { objectIn, readText } from '../../json';
import { ORGANIZATION } from '../../world/world';
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

/** Raises `Could not find Organization` for every id but the one organization's. */
export function requireOrganization(id: unknown): void {
	if (id !== ORGANIZATION.id) throw refusal('Could not find Organization', 'NOT_FOUND');
}
