import { parseImageReference } from '../../../deployment/values/imageReference';
import { choiceField, option, textField } from '../../../shared/fields/fields';
import { expectedCommitField } from '../../../shared/fields/expectedCommit';
import { dryRunProperty } from '../../../shared/fields/sharedProperties';
import { ConfigurationError } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { flyClient } from '../../api/client';
import type { FlyRelease } from '../../api/types';
import { listMachines } from '../../api/machines';
import { listReleases } from '../../api/releases';
import { readTemplate } from '../../changes/apps/readTemplate';
import { assertNoOrphans } from '../../changes/deploy/assertNoOrphans';
import { containersByMachine } from '../../changes/deploy/containersByMachine';
import { deploy } from '../../changes/deploy/deploy';
import { destroyAbandoned } from '../../changes/deploy/destroyAbandoned';
import { deployableMachines } from '../../changes/deploy/deployableMachines';
import { requireSecondMachine } from '../../changes/deploy/requireSecondMachine';
import { commandField } from '../../fields/commandField';
import { containersField, paceProperties, processGroupsField, readPace } from '../../fields/deployFields';
import { appField, imageField } from '../../fields/locators';
import { sourceAppField } from '../../fields/previewFields';
import { containersPlan, planJson } from '../../output/planJson';
import { templateJson } from '../../output/templateJson';
import { type ReleaseFacts, releaseJson } from '../../output/releaseJson';
import type { Strategy } from '../../state/deployPace';
import { groupsOf, leftOutMachines, managedMachines } from '../../state/managedMachines';
import { abandonedAmong } from '../../state/orphans';
import { resumedRelease } from '../../state/resumedRelease';
import { bareDigest, imageOfResumed, isOver, namedRelease } from '../../state/releaseToResume';
import { presentResult } from './presentResult';

const strategyField = choiceField<Strategy>(
	'Strategy',
	'strategy',
	[
		option('Rolling', 'rolling', 'One machine of each process group first, then a share at a time'),
		option(
			'Canary',
			'canary',
			"Try the image on one new machine of each process group first. Fly's proxy and DNS send nobody to it, but a worker takes on work.",
		),
		option(
			'Bluegreen',
			'bluegreen',
			'Boot a second machine beside each one, and switch when all are healthy. Needs health checks and no volumes.',
		),
		option('Immediate', 'immediate', 'All machines at once, so that none serves for a moment'),
	],
	{ description: 'In which order the machines are changed' },
);

const expectedCommitOf = expectedCommitField({
	placeholder: '={{ $json.commit }}',
	description:
		"The commit that the image's label org.opencontainers.image.revision must name: with another one the deployment fails. An image without the label is not refused.",
});

const resumeField = textField('Resume Release', 'resumeRelease', {
	placeholder: 'v12',
	description:
		'Version or ID of a release of this image that has not ended, since its run died or its time was up: machines that have it are left alone, and its release command is not run again once one has. Where that cannot be, as with Bluegreen, a new release is made, and what the run left beside the machines that serve is destroyed.',
});

const ifEndedField = choiceField(
	'If It Has Ended',
	'ifReleaseEnded',
	[
		option('Deploy the Image', 'deploy', 'Make a new release of the image'),
		option('Leave It', 'leave', 'Change nothing: whoever ended it may have put something else live since'),
	],
	{
		description: 'What to do when the release to resume has ended, or a newer one was made',
		displayOptions: { hide: { resumeRelease: [''] } },
	},
);

const sourceField = sourceAppField(
	'For an app without machines: the app of whose machine its first one is a copy, without volumes, metrics, and variables that give access to something. It stops while nobody calls. One whose program ended by itself is started again with the image. Nothing of that app is changed.',
);

export const deployImage: Operation = {
	value: 'deployImage',
	name: 'Deploy Image',
	action: 'Deploy an image',
	description: "Bring an image to an app's machines and verify that every one of them runs it",
	properties: [
		appField,
		imageField,
		expectedCommitOf,
		resumeField,
		ifEndedField,
		strategyField,
		processGroupsField,
		containersField,
		commandField,
		sourceField,
		...paceProperties,
	],
	async execute(context) {
		const app = appField.read(context);
		const strategy = strategyField.read(context);
		const releaseCommand = commandField.read(context);
		const expectedCommit = expectedCommitOf.read(context);
		const pace = readPace(context, strategy);
		const client = flyClient(context);
		const fleet = await listMachines(client, app);
		const sourceApp = sourceField.read(context);
		const template =
			sourceApp !== '' && managedMachines(fleet).length === 0 ? await readTemplate(client, sourceApp) : null;
		const known = template ? [template.managed] : deployableMachines(app, fleet, processGroupsField.read(context));
		const releases = await listReleases(client, app, 25);
		const entered = resumeField.read(context);
		const named = entered === '' ? null : namedRelease(releases, entered);
		if (named !== null && ifEndedField.read(context) === 'leave' && isOver(releases, named)) {
			return releaseJson(app, named, overFacts(named), { verified: false, raw: false });
		}
		const image = imageOfResumed(imageField.read(context), named);
		const { digest } = parseImage(image);
		const resumes =
			entered === '' || strategy === 'bluegreen' ? null : resumedRelease(releases, known, { entered, image });
		const abandoned = new Set([...(resumes?.canaries ?? []), ...abandonedAmong(known, releases, entered)]);
		const machines = known.filter((managed) => !abandoned.has(managed));
		const leftOut = leftOutMachines(fleet);
		const containers = containersByMachine(
			app,
			machines,
			({ config }) => ({ config, image }),
			containersField.read(context),
		);
		if (template === null) {
			requireSecondMachine(app, strategy, machines);
			assertNoOrphans(app, machines, releases);
		}
		// What is gone on with is not what was before it.
		const [newest = null] = resumes ? releases.slice(1) : releases;
		if (dryRunProperty.read(context)) {
			return planJson(app, template ? [] : machines, leftOut, newest, {
				action: 'deployImage',
				image,
				...(resumes && { resumes: `v${resumes.release.version}` }),
				...(abandoned.size > 0 && { destroys: [...abandoned].map(({ machine }) => machine.id) }),
				...(expectedCommit !== null && { expectedCommit }),
				strategy,
				...(template && { firstMachine: templateJson(sourceApp, template) }),
				processGroups: groupsOf(machines),
				...containersPlan(containers),
				releaseCommand: releaseCommand.length === 0 ? null : releaseCommand,
				maxUnavailable: pace.maxUnavailable,
			});
		}
		await destroyAbandoned(client, app, [...abandoned]);
		const result = await deploy(client, {
			...pace,
			app,
			kind: 'deploy',
			resumes,
			makesFirst: template !== null,
			// An app like that is nobody's but this one's: no one else would start it again.
			startsCrashed: sourceApp !== '',
			expectedCommit,
			strategy,
			image,
			digest,
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

function overFacts({ version }: FlyRelease): ReleaseFacts {
	return {
		live: false,
		state: 'superseded',
		reason: `Release v${version} has ended meanwhile, so there was nothing to go on with. Nothing was changed`,
	};
}

function parseImage(image: string): { readonly digest: string | null } {
	const parsed = parseImageReference(image);
	if (parsed.ok && !bareDigest.test(image)) return parsed.image;
	throw new ConfigurationError(
		`The image cannot be read: ${parsed.ok ? `"${image}" is a digest without a repository` : parsed.reason}`,
		'Enter it as registry/repository:tag, registry/repository@sha256:... or both',
	);
}
