import { accountTypes } from './graphql/accountTypes';
import { appTypes } from './graphql/appTypes';
import { machineTypes } from './graphql/machineTypes';
import { networkTypes } from './graphql/networkTypes';
import { releaseTypes } from './graphql/releaseTypes';
import { rootTypes } from './graphql/rootTypes';

/**
 * The part of Fly's GraphQL schema that flyctl uses for what is simulated here. Types, arguments and fields that are
 * here are as in the vendor's schema (test/sandbox/fly/schema.test.ts compares them); what is not here is refused in
 * the sandbox's own name.
 */
export const flySchema = `schema { query: Queries mutation: Mutations }
${[rootTypes, appTypes, accountTypes, releaseTypes, machineTypes, networkTypes].join('\n')}`;
