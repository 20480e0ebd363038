import type { CaseResult, SweepCase } from './sweepCase';

/** What a worker is asked, one thing at a time. */
export type Ask =
	{ readonly do: 'list'; readonly subject: string } | { readonly do: 'run'; readonly cases: readonly SweepCase[] };

/** What it answers: the cases of a subject, each case's result as it comes, and that it is free again. */
export type Answer =
	| { readonly is: 'ready' }
	| { readonly is: 'cases'; readonly subject: string; readonly cases: readonly SweepCase[] }
	| { readonly is: 'result'; readonly result: CaseResult }
	| { readonly is: 'failed'; readonly subject: string; readonly message: string };
