import type { Operation } from '../../../shared/operation/operation';
import { apolloClient } from '../../api/client';
import { readLaunchOf } from '../../api/variants';
import { launchField, variantField } from '../../fields/places';
import { wholeLaunchJson } from '../../output/launchJson';
import { stateOfLaunch } from '../../state/launchAssessment';

export const get: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get a launch',
	description: 'Get a launch with the errors of its build and the launches of contract variants that it started',
	properties: [variantField, launchField],
	async execute(context) {
		const reference = variantField.read(context);
		const { launch, approved } = await readLaunchOf(apolloClient(context), reference, launchField.read(context));
		return wholeLaunchJson(reference, launch, stateOfLaunch(launch, approved));
	},
};
