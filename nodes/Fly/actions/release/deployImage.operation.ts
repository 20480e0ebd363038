import { parseImageReference } from '../../../deployment/values/imageReference';
import { option, textField } from '../../../shared/fields/fields';
import { locatorValue, namesParameter, switchParameter, textParameter } from '../../../shared/fields/parameters';
import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { flyClient } from '../../api/client';
import { listMachines } from '../../api/machines';
import { listReleases } from '../../api/releases';
import { assertNoOrphans } from '../../changes/deploy/assertNoOrphans';
import { containersByMachine } from '../../changes/deploy/containersByMachine';
import { deploy } from '../../changes/deploy/deploy';
import { deployableMachines } from '../../changes/deploy/deployableMachines';
import { requireSecondMachine } from '../../changes/deploy/requireSecondMachine';
import { commandWords } from '../../fields/commandWords';
import { containersProperty, paceParameters, paceProperties, processGroupsProperty } from '../../fields/deployFields';
import { appParameter, appProperty, imageProperty } from '../../fields/locators';
import { containersPlan, planJson } from '../../output/planJson';
import { strategies } from '../../state/deployPace';
import { groupsOf, leftOutMachines } from '../../state/managedMachines';
import { presentResult } from './presentResult';

export const deployImage: Operation = {
	value: 'deployImage',
	name: 'Deploy Image',
	action: 'Deploy an image',
	description: 'Bring an image to an app\'s machines and show that every one of them runs it',
	properties: [
		appProperty,
		imageProperty,
		{
			displayName: 'Strategy',
			name: 'strategy',
			type: 'options',
			options: [
				option(
					'Rolling',
					'rolling',
					'One machine of each process group first, then a share at a time',
				),
				option(
					'Canary',
					'canary',
					'Try the image on one new machine of each process group first, which Fly\'s proxy and DNS do not send anybody to; a worker\'s does take on work',
				),
				option(
					'Bluegreen',
					'bluegreen',
					'Boot a second machine beside each one, and switch when all are healthy; needs health checks and no volumes',
				),
				option(
					'Immediate',
					'immediate',
					'All machines at once, which leaves none serving for a moment',
				),
			],
			default: 'rolling',
			description: 'In which order the machines are changed',
		},
		processGroupsProperty,
		containersProperty,
		textField('Release Command', 'releaseCommand', {
			placeholder: 'node migrate.js',
			description: 'Run once with the new image on a machine of its own; when it fails, nothing is changed',
		}),
		...paceProperties,
	],
	async execute(context) {
		const app = appParameter(context);
		const image = locatorValue(context, 'image', 'Image');
		const parsed = parseImageReference(image);
		if (!parsed.ok) {
			throw new OperationFailure(
				`The image cannot be read: ${parsed.reason}`,
				'Give it as registry/repository:tag, registry/repository@sha256:... or both',
			);
		}
		const strategy = strategies.find((word) => word === textParameter(context, 'strategy'));
		if (!strategy) {
			throw new OperationFailure(
				`"${textParameter(context, 'strategy')}" is not a strategy`,
				`Choose one of ${strategies.join(', ')}`,
			);
		}
		const releaseCommand = commandWords(textParameter(context, 'releaseCommand'));
		const pace = paceParameters(context);
		const client = flyClient(context);
		const fleet = await listMachines(client, app);
		const machines = deployableMachines(app, fleet, namesParameter(context, 'processGroups'));
		const leftOut = leftOutMachines(fleet);
		const containers = containersByMachine(
			app,
			machines,
			({ config }) => ({ config, image }),
			namesParameter(context, 'containers'),
		);
		requireSecondMachine(app, strategy, machines);
		const releases = await listReleases(client, app, 25);
		assertNoOrphans(app, machines, releases);
		const [newest = null] = releases;
		if (switchParameter(context, 'dryRun')) {
			return planJson(app, machines, leftOut, newest, {
				action: 'deployImage',
				image,
				strategy,
				processGroups: groupsOf(machines),
				...containersPlan(containers),
				releaseCommand: releaseCommand.length === 0 ? null : releaseCommand,
				maxUnavailable: pace.maxUnavailable,
			});
		}
		const result = await deploy(client, {
			...pace,
			app,
			kind: 'deploy',
			strategy,
			image,
			digest: parsed.image.digest,
			machines,
			configOf: ({ config }) => config,
			containers,
			leftOut,
			releaseCommand,
			rolledBackFrom: [],
			newest,
		});
		return presentResult(context, app, result, newest);
	},
};
