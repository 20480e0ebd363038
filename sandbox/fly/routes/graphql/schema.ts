import { accountTypes } from './accountTypes';
import { appTypes } from './appTypes';
import { machineTypes } from './machineTypes';
import { networkTypes } from './networkTypes';
import { releaseTypes } from './releaseTypes';
import { rootTypes } from './rootTypes';

/**
 * The part of Fly's GraphQL schema that flyctl uses for what is simulated here. Types, arguments and fields that are
 * here are as in the vendor's schema (test/sandbox/fly/schema.test.ts compares them); what is not here is refused in
 * the sandbox's own name.
 */
export const flySchema = `schema { query: Queries mutation: Mutations }
${[rootTypes, appTypes, accountTypes, releaseTypes, machineTypes, networkTypes].join('\n')}`;
