import { requiredTextField } from '../../../shared/fields/fields';
import type { Operation } from '../../../shared/operation/operation';
import { gitHubClient } from '../../api/client';
import { readWholeComparison } from '../../api/wholeComparison';
import { repositoryField } from '../../fields/repository';
import { comparisonJson } from '../../output/comparisonJson';

const base = requiredTextField('Base', 'base', {
	description: 'Commit, branch or tag at which the comparison starts',
});

const head = requiredTextField('Head', 'head', {
	description: 'Commit, branch or tag to compare with the base',
});

export const compare: Operation = {
	value: 'compare',
	name: 'Compare',
	action: 'Compare two commits',
	description: 'Show how two commits relate to each other, and which files differ between them',
	properties: [repositoryField, base, head],
	async execute(context) {
		const range = { base: base.read(context), head: head.read(context) };
		const repository = repositoryField.read(context);
		return comparisonJson(range, await readWholeComparison(gitHubClient(context), repository, range));
	},
};
