import { buildSchema, findBreakingChanges, findDangerousChanges, isObjectType, parse, validate, visit } from 'graphql';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { apolloSchema } from '../../../sandbox/apollo/routes/graphqlRoutes';

const contracts = resolve(__dirname, '../../../../shared/contracts/apollo');
const read = (name: string): string => readFileSync(resolve(contracts, name), 'utf8');
const withVendor = existsSync(contracts) ? test : test.skip;
const own = buildSchema(apolloSchema);

/** Rover's documents for what is not simulated: graphs that are not federated, artifacts and their tags. */
const notSimulated = /GraphArtifact|ListTags|^GraphPublishMutation$|^GraphCheckMutation$/;

withVendor("everything in the sandbox's schema is in Apollo's, the same", () => {
	const vendor = buildSchema(read('platform-api.graphql'));
	const differences = [
		...findBreakingChanges(own, vendor),
		...findDangerousChanges(own, vendor).filter(({ type }) => !/^(IMPLEMENTED_INTERFACE|TYPE)_ADDED/.test(type)),
	].map(({ description }) => description);
	for (const type of Object.values(own.getTypeMap()).filter(isObjectType)) {
		const theirs = vendor.getType(type.name);
		if (!isObjectType(theirs)) continue;
		for (const field of Object.values(type.getFields())) {
			const other = theirs.getFields()[field.name];
			if (other && String(other.type) !== String(field.type)) differences.push(`${type.name}.${field.name}`);
		}
	}
	expect(differences).toEqual([]);
});

withVendor("rover's documents are valid, here and there", () => {
	const document = parse(read('rover-operations.graphql'));
	const simulated = visit(document, {
		OperationDefinition: (node) => (notSimulated.test(node.name?.value ?? '') ? null : undefined),
	});
	expect(simulated.definitions.length).toBeGreaterThanOrEqual(10);
	expect(validate(own, simulated)).toEqual([]);
	expect(validate(buildSchema(read('platform-api.graphql')), document)).toEqual([]);
});
