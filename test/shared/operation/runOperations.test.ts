import { NodeApiError, NodeOperationError, type IExecuteFunctions, type INodeType } from 'n8n-workflow';

import { OperationFailure, PlatformRequestError } from '../../../nodes/shared/operation/errors';
import { propertiesOf, type Resource } from '../../../nodes/shared/operation/operation';
import { runOperations } from '../../../nodes/shared/operation/runOperations';
import { requiredText } from '../../../nodes/shared/fields/parameters';
import { runNode } from '../../n8n/nodeHarness';

const resources: readonly Resource[] = [
	{
		value: 'thing',
		name: 'Thing',
		operations: [
			{
				value: 'say',
				name: 'Say',
				action: 'Say a thing',
				description: 'Says it',
				properties: [{ displayName: 'Word', name: 'word', type: 'string', default: '' }],
				async execute(context) {
					const word = requiredText(context, 'word', 'Word');
					if (word === 'bad') throw new OperationFailure('Could not say bad', 'Say something else');
					if (word === 'refused') throw new PlatformRequestError('Example', 'GET /x', 404, 'no such thing');
					if (word === 'coded') throw new OperationFailure('The build said: npm error code ECONNRESET', 'Look at its log');
					if (word === 'twice') return [{ word }, { word }];
					return { word };
				},
			},
		],
	},
];

class Talker implements INodeType {
	description = {
		displayName: 'Talker',
		name: 'talker',
		group: [],
		version: 1,
		description: '',
		defaults: {},
		inputs: ['main' as const],
		outputs: ['main' as const],
		properties: propertiesOf(resources),
	};
	async execute(this: IExecuteFunctions) {
		return await runOperations(this, resources, { 404: 'Look for it elsewhere' });
	}
}

const run = (words: readonly string[], continueOnFail = false) =>
	runNode({
		node: new Talker(),
		parameters: { resource: 'thing', operation: 'say', word: '={{ $json.word }}' },
		items: words.map((word) => ({ json: { word } })),
		continueOnFail,
	});

it('handles every item with its own parameters and pairs each output with its item', async () => {
	expect(await run(['a', 'twice', 'b'])).toEqual([
		{ json: { word: 'a' }, pairedItem: { item: 0 } },
		{ json: { word: 'twice' }, pairedItem: { item: 1 } },
		{ json: { word: 'twice' }, pairedItem: { item: 1 } },
		{ json: { word: 'b' }, pairedItem: { item: 2 } },
	]);
});

it('goes on after a failed item, whichever it is, when told to continue', async () => {
	const output = await run(['a', 'bad', 'refused', 'b'], true);
	expect(output.map(({ json }) => json)).toEqual([
		{ word: 'a' },
		{ error: 'Could not say bad', advice: 'Say something else' },
		{ error: 'Example answered GET /x with 404: no such thing', advice: 'Look for it elsewhere' },
		{ word: 'b' },
	]);
	expect(output.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }, { item: 3 }]);
});

it('stops at the first failed item otherwise, and names it', async () => {
	const failure: unknown = await run(['a', 'bad']).catch((error: unknown) => error);
	expect(failure).toBeInstanceOf(NodeOperationError);
	expect(failure).toMatchObject({
		message: 'Could not say bad',
		description: 'Say something else',
		context: { itemIndex: 1 },
	});
	const refused: unknown = await run(['refused']).catch((error: unknown) => error);
	expect(refused).toBeInstanceOf(NodeApiError);
	expect(refused).toMatchObject({ httpCode: '404', description: 'Look for it elsewhere' });
});

it('keeps its own words when they hold a code that n8n has words for', async () => {
	await expect(run(['coded'])).rejects.toThrow('The build said: npm error code ECONNRESET');
});
