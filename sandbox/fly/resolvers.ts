import type { Caller, Fly } from './fly';
import { appsOf } from './graphql/appOf';
import type { Resolver } from './graphql/connection';
import { mutationResolvers } from './graphql/mutations';
import { queryResolvers } from './graphql/queries';

/** The fields of both roots of Fly's GraphQL API, whose names do not meet. */
export function createResolvers(fly: Fly, caller: Caller): Readonly<Record<string, Resolver>> {
	const apps = appsOf(fly.world, caller);
	return { ...queryResolvers(fly, apps), ...mutationResolvers(fly, apps) };
}
