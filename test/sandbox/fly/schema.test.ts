import {
	buildSchema,
	findBreakingChanges,
	findDangerousChanges,
	isInterfaceType,
	isObjectType,
	parse,
	validate,
} from 'graphql';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { flySchema } from '../../../sandbox/fly/routes/graphql/schema';
import { readVendorSchema } from './flyDriver';

const operationsPath = resolve(__dirname, '../../../../shared/contracts/fly/operations.graphql');
const vendor = readVendorSchema();
const own = buildSchema(flySchema);
const withVendor = vendor && existsSync(operationsPath) ? test : test.skip;

withVendor("everything in the sandbox's schema is in the vendor's, the same", () => {
	if (!vendor) throw new Error('No vendor schema');
	// Whoever wrote for the sandbox's schema finds nothing missing or stricter in the vendor's.
	const differences = findBreakingChanges(own, vendor).map(({ description }) => description);
	// An input, argument or enum must be whole: what is left out here would refuse what the vendor takes.
	differences.push(
		...findDangerousChanges(own, vendor)
			.filter(({ type }) => type !== 'IMPLEMENTED_INTERFACE_ADDED')
			.map(({ description }) => description),
	);
	for (const type of Object.values(own.getTypeMap())) {
		const theirs = vendor.getType(type.name);
		if (!isObjectType(type) && !isInterfaceType(type)) continue;
		if (!isObjectType(theirs) && !isInterfaceType(theirs)) continue;
		for (const field of Object.values(type.getFields())) {
			const other = theirs.getFields()[field.name];
			if (other && String(other.type) !== String(field.type)) {
				differences.push(`${type.name}.${field.name}: ${String(other.type)}`);
			}
		}
	}
	expect(differences).toEqual([]);
	expect([own.getQueryType()?.name, own.getMutationType()?.name]).toEqual([
		vendor.getQueryType()?.name,
		vendor.getMutationType()?.name,
	]);
});

withVendor("every document of the vendor's clients is valid, here and there", () => {
	const document = parse(readFileSync(operationsPath, 'utf8'));
	expect(document.definitions.length).toBeGreaterThanOrEqual(10);
	expect(validate(own, document)).toEqual([]);
	if (vendor) expect(validate(vendor, document)).toEqual([]);
});
