import { choiceField, option } from '../../../shared/fields/fields';
import { enteredAs, locatorProperty } from '../../../shared/fields/locators';
import { timeoutProperty } from '../../../shared/fields/sharedProperties';
import { shownWhere } from '../shownWhere';

export const appField = locatorProperty({
	displayName: 'App',
	name: 'app',
	description: 'The Fly.io app',
	search: 'searchApps',
	enter: [enteredAs('name', 'By Name', 'paintbox-api')],
});

export const applyField = choiceField(
	'Apply',
	'apply',
	[
		option('Stage', 'stage', 'Keep them for the next deploy: pass the version to its option Minimum Secrets Version'),
		option(
			'Deploy Now',
			'deploy',
			'Boot every machine again, a share at a time; done only when each runs with the secrets',
		),
	],
	{ description: 'When the machines get the secrets' },
);

export const bootTimeoutField = timeoutProperty(600);

const timeout = {
	...bootTimeoutField,
	description: 'How long all machines together may take to boot. The error then names the last state seen.',
	displayOptions: { show: { apply: ['deploy'] } },
};

export const flyProperties = shownWhere({ target: ['fly'] }, [appField, applyField, timeout]);
