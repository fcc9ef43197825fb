"""Addresses of the plan, below ``/studio/``."""

from django.urls import path, re_path

from phancap.web.studio import plan

RUN = r"(?P<run>[0-9a-f]{16})"
OPTION = r"(?P<option>[A-Za-z0-9][A-Za-z0-9._-]{0,99}?)"

urlpatterns = [
    path("plan/", plan.home, name="plan"),
    re_path(rf"^plan/compare/{RUN}(?P<suffix>\.json|\.docx|\.html)?$", plan.comparison, name="plan-compare"),
    re_path(rf"^plan/roadmap/{OPTION}(?P<suffix>\.json|\.svg|\.xlsx)?$", plan.road, name="plan-roadmap"),
    re_path(rf"^plan/option/{OPTION}(?P<suffix>\.json)?$", plan.option, name="plan-option"),
]
