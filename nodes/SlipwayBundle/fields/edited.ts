import { choiceField, option } from '../../shared/fields/fields';

/** What becomes of workflows that a person edited. */
export const editedOnInstall = choiceField(
	'Edited Workflows',
	'editedWorkflows',
	[
		option('Keep', 'keep', 'Leave what was edited as it is, and upgrade the rest'),
		option('Overwrite', 'overwrite', "Put the bundle's in their place; what you chose in them stays"),
		option('Stop', 'stop', 'Change nothing anywhere, and say which they are'),
	],
	{ description: 'What becomes of workflows that somebody edited since this node last put them there' },
);

export const editedOnRemove = choiceField(
	'Edited Workflows',
	'editedOnRemove',
	[
		option('Stop', 'stop', 'Remove nothing, and say which they are'),
		option('Remove as Well', 'remove', 'Their edits are lost'),
	],
	{ description: 'What becomes of workflows that somebody edited since this node last put them there' },
);
