export {
  CheckboxField,
  CheckboxGroupField,
  DateTimeFormField,
  NumberField,
  PasswordField,
  RadioCardsField,
  SelectField,
  StepperField,
  SwitchField,
  TextareaField,
  TextField,
} from './fields';
export { Form, FormActions, SubmitButton, useFormContext } from './form';
export { type FieldBinding, useZodForm, type ZodForm } from './use-zod-form';
