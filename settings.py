"""The one reader of the environment."""

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Everything an operator may set; each field is one environment variable of the same name, upper case."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", populate_by_name=True)

    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)
    database_url: str | None = None
    redis_url: str | None = None
    data_dir: Path = Field(default=Path(".data"), validation_alias="FFFF_DATA_DIR")
    public_url: str | None = None
    secret_key: SecretStr | None = None
    bcrypt_cost: int = Field(default=12, ge=4, le=16)
    object_store: str | None = None
    google_client_id: str | None = None
    google_client_secret: SecretStr | None = None
    google_address: str | None = None
    kakao_client_id: str | None = None
    kakao_client_secret: SecretStr | None = None
    kakao_address: str | None = None
    naver_client_id: str | None = None
    naver_client_secret: SecretStr | None = None
    naver_address: str | None = None
    smtp_host: str | None = None
    smtp_port: int = 587
    smtp_username: str | None = None
    smtp_password: SecretStr | None = None
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    mail_from: str = "FFFF <ffff@localhost>"
    tourapi_key: SecretStr | None = None
    tourapi_address: str = "https://apis.data.go.kr/B551011"
    tourapi_calls_a_day: int = Field(default=1_000, ge=1)
    google_maps_key: SecretStr | None = None
    google_maps_address: str = "https://maps.googleapis.com"
    google_maps_calls_a_day: int = Field(default=300, ge=1)
    map_tile_url: str | None = None
    map_tile_attribution: str = "© OpenStreetMap"
    answer_cache: bool = True
    log_level: str = "INFO"
    forwarded_allow_ips: str = "127.0.0.1"
