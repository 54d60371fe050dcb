from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm


class SignInForm(AuthenticationForm):
    error_messages = {
        "invalid_login": "Почта или пароль не подошли. Проверьте раскладку клавиатуры и заглавные буквы.",
        "inactive": "Эта учётная запись отключена. Обратитесь к администратору.",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "Электронная почта"
        self.fields["username"].widget.attrs |= {"autocomplete": "username", "inputmode": "email"}
        self.helper = FormHelper()
        self.helper.add_input(Submit("", "Войти"))


class NewPasswordForm(PasswordChangeForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.add_input(Submit("", "Сменить пароль"))
