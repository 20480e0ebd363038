import { OperationFailure } from '../../shared/operation/errors';
import { clock } from '../../shared/waiting/clock';
import { isOutsideHistory } from '../api/refusals';
import { branchName, projectName, type NeonBranch, type NeonProject } from '../api/types';
import { historyWindow, retentionText, sideOfHistory } from '../state/historyWindow';
import { isLatest, type Moment } from '../state/moment';

/** @throws OperationFailure, with the window, for a timestamp that the project keeps no history of. */
export function assertWithinHistory(project: NeonProject, branch: NeonBranch, moment: Moment): void {
	const side = sideOfHistory(project, moment, clock.now());
	if (side !== null) throw outsideHistory(project, branch, moment, side === 'future' ? 'it is in the future' : '');
}

/** What Neon's refusal of a moment means, in words that hold the window; any other error as it is. */
export function explainMoment(error: unknown, project: NeonProject, branch: NeonBranch, moment: Moment): unknown {
	if (isLatest(moment) || !isOutsideHistory(error)) return error;
	return outsideHistory(project, branch, moment, `Neon says: ${error.vendorMessage}`, { cause: error });
}

function outsideHistory(
	project: NeonProject,
	branch: NeonBranch,
	moment: Moment,
	why: string,
	options?: ErrorOptions,
): OperationFailure {
	const { historyFrom, historyTo } = historyWindow(project, branch, clock.now());
	const window =
		historyFrom === null
			? `Neon does not report how long project ${projectName(project)} keeps it`
			: `the history of branch ${branchName(branch)} goes from ${historyFrom} to ${historyTo} (Neon keeps ${retentionText(project)} in project ${projectName(project)})`;
	return new OperationFailure(
		`${moment.timestamp ?? moment.lsn ?? ''} is not in the history of branch ${branchName(branch)}: ${window}${why ? `. ${why}` : ''}`,
		"Choose a moment in that window, or restore a snapshot. The project's settings can lengthen the window from now on",
		{ historyFrom, historyTo },
		options,
	);
}
