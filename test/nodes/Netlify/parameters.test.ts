import { resources } from '../../../nodes/Netlify/actions';
import { itKeepsParameters } from '../parameterContract';

itKeepsParameters(resources);
