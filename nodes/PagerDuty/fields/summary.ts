import { type FieldDetails, requiredTextField } from '../../shared/fields/fields';

/** What happened, in one line. */
export const summaryField = (details: FieldDetails) => requiredTextField('Summary', 'summary', details);
