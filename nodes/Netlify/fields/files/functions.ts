import { createHash } from 'node:crypto';

import { choiceField, option, requiredTextField } from '../../../shared/fields/fields';
import { OperationFailure } from '../../../shared/operation/errors';
import type { OperationContext } from '../../../shared/operation/operation';
import type { FunctionBundle } from '../../api/files/functionBundle';
import { commaSeparated } from '../listValue';

const shown = { show: { functionsFrom: ['namedBinaries'] } };

const functionsFrom = choiceField(
	'Functions From',
	'functionsFrom',
	[
		option('No Functions', 'none', 'The deploy has no functions, even if the site has some now'),
		option('Some Binary Fields', 'namedBinaries', 'Each of the named binary fields holds one function, as a zip'),
	],
	{ description: 'Where the bundled functions are. What is deployed replaces all functions of the site.' },
);

const functionBinaries = requiredTextField('Functions Binary Fields', 'functionBinaryNames', {
	placeholder: 'hello,checkout',
	displayOptions: shown,
	description:
		'The names of the binary fields, separated by commas. A function has the name of its file, without .zip.',
});

export const functionsRuntimeField = choiceField(
	'Functions Runtime',
	'functionsRuntime',
	[option('Go', 'go'), option('JavaScript or TypeScript', 'js'), option('Rust', 'rs')],
	{ initial: 'js', displayOptions: shown },
);

export const functionsFields = [functionsFrom, functionBinaries, functionsRuntimeField];

/** The functions to deploy, none by default. @throws OperationFailure for a field that holds no zip, or two of one name. */
export async function readFunctions(context: OperationContext): Promise<FunctionBundle[]> {
	if (functionsFrom.read(context) === 'none') return [];
	const bundles: FunctionBundle[] = [];
	for (const name of commaSeparated(functionBinaries.read(context))) {
		const bundle = await readBundle(context, name);
		if (bundles.some((other) => other.name === bundle.name)) {
			throw new OperationFailure(
				`Two functions would be deployed as ${bundle.name}`,
				'Give each of the zip files a name of its own',
			);
		}
		bundles.push(bundle);
	}
	return bundles;
}

async function readBundle({ functions, itemIndex }: OperationContext, binaryField: string): Promise<FunctionBundle> {
	const binary = functions.helpers.assertBinaryData(itemIndex, binaryField);
	const zip = await functions.helpers.getBinaryDataBuffer(itemIndex, binary);
	const name = (binary.fileName ?? binaryField).replace(/^.*[\\/]/, '').replace(/\.zip$/i, '');
	checkBundle(name, binaryField, zip);
	return { name, field: binaryField, zip, sha256: createHash('sha256').update(zip).digest('hex') };
}

function checkBundle(name: string, field: string, zip: Buffer): void {
	if (!/^[\w-]+$/.test(name)) {
		throw new OperationFailure(
			`"${name}" cannot be the name of a function`,
			'Name the zip file with letters, digits, hyphens and underscores: it becomes part of an address',
		);
	}
	// The first bytes of every zip that holds a file (PKWARE APPNOTE 4.3.7).
	if (zip.length < 4 || zip.readUInt32LE(0) !== 0x04034b50) {
		throw new OperationFailure(
			`The binary field "${field}" for function ${name} is not a zip file`,
			'Bundle each function into a zip of its own, as @netlify/zip-it-and-ship-it does',
		);
	}
}
