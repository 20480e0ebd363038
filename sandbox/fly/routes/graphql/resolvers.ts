import type { Caller, Fly } from '../../fly';
import { appsOf } from './appOf';
import type { Resolver } from './connection';
import { mutationResolvers } from './mutations';
import { queryResolvers } from './queries';

/** The fields of both roots of Fly's GraphQL API, whose names do not meet. */
export function createResolvers(fly: Fly, caller: Caller): Readonly<Record<string, Resolver>> {
	return {
		...queryResolvers(fly, appsOf(fly.world, caller, 'read')),
		...mutationResolvers(fly, appsOf(fly.world, caller, 'change')),
	};
}
